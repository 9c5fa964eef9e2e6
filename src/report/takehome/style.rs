//! How the page looks: in light and dark, on a phone, on A4.

/// Nothing is fetched and nothing runs; styles stand in the page, pictures could only stand in it too.
pub(super) const POLICY: &str =
    "default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'";

/// The rules.
pub(super) const RULES: &str = "\
:root{color-scheme:light dark;--paper:#fff;--ink:#1b2026;--quiet:#545d68;--rule:#ccd3da;--soft:#f3f5f7;--link:#0b57a4;
--a:#0b63b5;--b:#b85a00;--c:#5c45a8;--d:#22714c;--bad:#8a3b00}
@media (prefers-color-scheme:dark){:root{--paper:#13171c;--ink:#e8ebee;--quiet:#a8b2bd;--rule:#3a434d;--soft:#1c2229;--link:#8cc2ff;
--a:#6db3f7;--b:#ffa44f;--c:#bba8ff;--d:#74cf9d;--bad:#ffb27a}}
*{box-sizing:border-box}
html{-webkit-text-size-adjust:100%}
body{margin:0;background:var(--paper);color:var(--ink);font:17px/1.55 system-ui,-apple-system,'Segoe UI',Roboto,'Noto Sans','DejaVu Sans',sans-serif}
.page{max-width:60rem;margin:0 auto;padding:2rem 1.25rem 4rem}
a{color:var(--link)}
a:focus-visible,summary:focus-visible,.scroll:focus-visible,.draw:focus-visible{outline:3px solid var(--b);outline-offset:2px}
.skip{position:absolute;left:-999rem;background:var(--paper);padding:.5rem 1rem;border:2px solid var(--ink)}
.skip:focus{left:1rem;top:1rem;z-index:1}
h1{font-size:2rem;line-height:1.2;margin:.2em 0 .5em;letter-spacing:-.01em;overflow-wrap:anywhere}
h2{font-size:1.45rem;line-height:1.25;margin:3rem 0 .8rem;padding-top:.7rem;border-top:3px solid var(--a)}
h3{font-size:1.12rem;margin:2rem 0 .5rem}
p,ul{margin:.6rem 0;max-width:44rem;overflow-wrap:anywhere}
li{margin:.25rem 0}
.about{font-size:1.08rem;color:var(--quiet)}
.lead{font-weight:600;border-left:5px solid var(--a);background:var(--soft);padding:.6rem .9rem;margin:1rem 0}
nav{background:var(--soft);padding:.8rem 1.1rem;margin:1.5rem 0;border-radius:.4rem}
nav p{margin:0 0 .2rem;font-weight:600}
nav ol{margin:0;padding-left:1.4rem;columns:2 16rem}
figure{margin:1.6rem 0}
figcaption{margin-bottom:.4rem;max-width:44rem}
.pair{display:grid;grid-template-columns:minmax(0,1fr);gap:.6rem 1.4rem;align-items:start}
.pair.beside{grid-template-columns:minmax(0,11fr) minmax(15rem,8fr)}
svg{display:block;width:100%;height:auto;max-width:48rem;overflow:visible}
details{border:1px solid var(--rule);border-radius:.4rem;padding:.3rem .7rem}
summary{cursor:pointer;color:var(--quiet);font-size:.85rem}
.scroll{overflow-x:auto;margin:.5rem 0}
table{border-collapse:collapse;font-size:.86rem;line-height:1.4;width:100%}
caption{text-align:left;font-weight:600;padding:.3rem 0}
th,td{overflow-wrap:break-word;padding:.28rem .55rem;border-bottom:1px solid var(--rule);text-align:left;vertical-align:top}
th{border-bottom:2px solid var(--quiet);vertical-align:bottom}
tbody th{border-bottom:1px solid var(--rule);font-weight:600;vertical-align:top}
.n{text-align:right;white-space:nowrap;font-variant-numeric:tabular-nums}
.w{min-width:11rem}
.none{color:var(--quiet)}
.wide table{font-size:.8rem}
details table{font-size:.8rem}
details th,details td{padding:.12rem .4rem}
.note{font-size:.88rem;color:var(--quiet)}
pre{background:var(--soft);border:1px solid var(--rule);border-radius:.4rem;padding:.7rem .9rem;overflow-x:auto;white-space:pre-wrap;overflow-wrap:anywhere;
font:.82rem/1.45 ui-monospace,'DejaVu Sans Mono',Menlo,Consolas,monospace}
footer{margin-top:3rem;border-top:1px solid var(--rule);padding-top:.8rem;font-size:.85rem;color:var(--quiet)}
.write span{display:block;border-bottom:1px solid var(--ink);height:2.3em}
.apart{position:absolute}
svg text{font:12px system-ui,-apple-system,'Segoe UI',Roboto,'Noto Sans','DejaVu Sans',sans-serif;fill:var(--ink)}
svg .q{fill:var(--quiet)}svg .h{font-weight:600;font-size:13px}
svg .s0{--s:var(--a)}svg .s1{--s:var(--b)}svg .s2{--s:var(--c)}svg .s3{--s:var(--d)}
svg .outer{fill:var(--s);opacity:.24}svg .inner{fill:var(--s);opacity:.3}svg .mid{fill:none;stroke:var(--s);stroke-width:1.6}
svg .edge{fill:none;stroke:var(--s);stroke-width:1;opacity:.7}
svg .hatch{stroke:var(--quiet);stroke-width:1.4}
svg .bar{fill:var(--s)}svg .down{fill:var(--b)}svg .total{fill:var(--quiet)}svg .dot{fill:var(--s)}
svg .decided{stroke:var(--ink);stroke-width:1.6;stroke-dasharray:6 3}
svg .same{fill:var(--paper);stroke:var(--quiet);stroke-width:1.5}
svg .grid{stroke:var(--rule);stroke-width:1}svg .zero{stroke:var(--ink);stroke-width:1.2}svg .mark{stroke:var(--ink);stroke-width:2}
svg .dash{stroke:var(--quiet);stroke-width:1;stroke-dasharray:3 3}
.draw{overflow-x:auto}
@media (max-width:46rem){.draw svg{min-width:36rem}body{font-size:16px}.pair.beside{grid-template-columns:minmax(0,1fr)}h1{font-size:1.6rem}}
@page{size:A4;margin:15mm 15mm 17mm;@bottom-right{content:counter(page) ' of ' counter(pages);font:8pt sans-serif;color:#444}}
@page one{margin:12mm 15mm;@bottom-right{content:none}}
@media print{.sheet,.large{page:one}:root{color-scheme:light;--paper:#fff;--ink:#000;--quiet:#444;--rule:#bbb;--soft:#f4f4f4;--link:#000;--a:#0b57a4;--b:#a85200;--c:#54409b;--d:#1c6342}
body{font-size:10pt;line-height:1.4}.page{max-width:none;padding:0}.skip{display:none}nav{break-inside:avoid}
h1{font-size:20pt}h2{font-size:14pt;margin:1.5em 0 .6em}h3{font-size:11pt;margin:1.2em 0 .4em}.about{font-size:10.5pt}
h2,h3,figcaption,caption,.lead{break-after:avoid}h2,h3,figcaption,caption,thead,svg,tr,li,pre,.lead,.write,.kept{break-inside:avoid}
h2+*,h3+*,figcaption+*{break-before:avoid}details{break-before:avoid;border:0;padding:0}summary{display:none}
thead{display:table-header-group;break-after:avoid}tbody tr:first-child{break-before:avoid}p,li{orphans:3;widows:3}
.new-page{break-before:page}.scroll,.draw,pre{overflow:visible}a{text-decoration:none}figure{margin:1.1em 0}svg{max-width:155mm}
table{font-size:8.2pt;line-height:1.3}details table{font-size:7.5pt}.wide table{font-size:7pt}.note{font-size:8.5pt;margin:.35em 0}
th,td{padding:1.6pt 4pt}.wide th,.wide td{padding:1.2pt 2.5pt}.n{white-space:normal}.w{min-width:0}.wide tbody th{min-width:30mm}
.small svg{max-width:140mm}.small .scroll table{font-size:7pt;line-height:1.1}.small .scroll th,.small .scroll td{padding:.45pt 4pt}.small tbody th{min-width:0}
.many{columns:2;column-gap:7mm;font-size:7.5pt;line-height:1.3;padding-left:4mm;max-width:none}.many li{margin:.15em 0}
*{-webkit-print-color-adjust:exact;print-color-adjust:exact}}
.sheet .page{max-width:52rem}.sheet ul{columns:2 18rem}
@media print{body.sheet{font-size:9.5pt;line-height:1.35}.sheet h1{font-size:16pt;margin:0 0 .3em}.sheet h2{font-size:12pt;margin:.9em 0 .4em;padding-top:.35em}
.sheet p,.sheet ul{margin:.4em 0;max-width:none}.sheet li{margin:0}.sheet table{font-size:8.2pt}.sheet footer{margin-top:.8em;padding-top:.3em;font-size:8pt}.sheet footer p{margin:0}
.sheet .write span{height:1.85em}}
.large{font-size:16pt;line-height:1.4}.large .page{max-width:none}.large table{font-size:16pt}.large th,.large td{padding:.4rem .5rem}
.large h1{font-size:22pt;margin:0 0 .3em}.large .about,.large .note,.large footer{font-size:16pt;color:var(--ink)}.large p{max-width:none}
@media print{body.large{font-size:16pt;line-height:1.25}.large h1{font-size:20pt}.large p{margin:.4em 0}.large .about,.large .note,.large footer{font-size:16pt}
.large table{font-size:16pt;line-height:1.2}.large th,.large td{padding:4.5pt 5pt}.large .scroll{margin:.2em 0}.large .write span{height:1.8em}}
";
