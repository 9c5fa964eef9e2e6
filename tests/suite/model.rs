//! The bundled model loads and says what the drafts say.

use tiller::evidence::load::Library;
use tiller::model::Model;

#[test]
fn the_bundled_model_loads() {
    let model = Model::load(&Library::embedded()).map_err(|f| f.to_string()).unwrap();
    assert_eq!(model.levers.len(), 19);
    assert_eq!(model.channels.len(), 60);
    assert_eq!(model.indicators.len(), 12);
}
