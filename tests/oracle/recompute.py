#!/usr/bin/env python3
"""Recomputes an audit trail: takes the parameter values of single draws from the program's file, runs the independent implementation
(reference.py, which shares no code with the program) on them, and compares what both say of the last year.
   recompute.py FILE [--every N] [--tolerance X]     default: about 40 draws, evenly spread; 1e-9 relative to max(1, |x|)
The file: '# ' and one JSON object, then CSV with one row a draw (columns: parameter ids, factor:<place>:<lever>, start:<input>, base:<indicator>,
x:<node>, change:<indicator>). Ends with 1 if anything differs."""
import csv, json, math, sys
import reference as ref

def option(name, default):
    return float(sys.argv[sys.argv.index(name) + 1]) if name in sys.argv else default
def widened(band, factor):
    lo, ce, hi = band; return [ce + (lo - ce) * factor, ce, ce + (hi - ce) * factor]
def model(head):
    """The recorded bands as the program draws from them: reference-class weight, then widening (MODEL.md section 5)."""
    M, raw = ref.load_model(True), {r['channel_id']: r for r in ref.read_csv('channels.csv')}
    w = M['judge']['band_widening']
    for c in M['channels']:
        band = list(c['effect'])
        if not head['reference_class']:                 # a centre without its weight may pass the stored p90: keep the half-width
            ce = float(raw[c['id']]['effect_central']); hi = band[2]
            band = [band[0], ce, ce + (hi - band[1]) if hi < ce else hi]
        c['effect'] = widened(band, w['outcomes'] if c['node'] in ref.OUTCOMES else w['others'])
    if not head['reference_class']:
        links = {r['link_id']: r for r in ref.read_csv('links.csv')}
        for l in M['links']: l['gain'][1] = float(links[l['id']]['gain_central'])
    if not head['critical_mass']:
        for v in M['levers'].values(): v['mass'] = False
    return M
def world(head, M, row):
    km = [[math.inf if v < 0 else v for v in r] for r in head['km']]
    return ref.weights(km, head['similarity'], row['kappa'], M['judge']['spill_max_km'])
def unit_cost_factor(lever, score):
    u = lever['unit_cost']; return math.exp(ref.two_piece(*[math.log(u[k]) for k in ('p10', 'central', 'p90')], score)) / u['central']
def recompute(head, M, row, structure):
    T, r = int(head['horizon']), head['place']
    places = [dict(p['inputs'], name=p['code']) for p in head['places']]
    for p in places: p['students'] *= p['sector_share']  # the file gives students of the whole place (BASELINE.md section 2)
    plans = [{l: dict(amount=a, start=s, end=e, partner=q) for l, a, s, e, q in p['plan']} for p in head['places']]
    ids = {x['id'] for k in ('channels', 'links', 'pairs') for x in M[k]} | {'rd_depreciation', 'half_spend'}
    factors = None
    if any(k.startswith('factor:') for k in row):
        factors = [{l: row[f'factor:{q}:{l}'] for l in plans[q]} for q in range(len(places))]
    x = ref.run(M, structure, places, plans, {k: v for k, v in row.items() if k in ids}, T, W=world(head, M, row) if len(places) > 1 else None, flatten=head['flatten'], factors=factors)
    out = {f'x:{n}': float(x[n][r, T]) for n in x}
    v = {n: float(x[n][r, T]) for n in x}; base = lambda i: row[f'base:{i}']
    shift = lambda i, n: ref.logit_shift(base(i), v[n]) - base(i)
    out['change:innovation_active'], out['change:firms_collaborating'] = shift('innovation_active', 'innovation'), shift('firms_collaborating', 'ties')
    out['change:trained_workforce'], out['change:management_score'] = v['skills'], M['judge']['practice_sd_points'] * v['practice']
    out['change:business_rd'] = base('business_rd') * (math.exp(v['rd_spend']) - 1); out['change:gva_per_hour'] = base('gva_per_hour') * (math.exp(v['productivity']) - 1)
    out['change:rd_intensity'] = base('rd_intensity') * (math.exp(v['rd_spend'] - v['productivity'] - v['jobs']) - 1)
    # money: the starting level of this draw for jobs and output, each lever's own cost factor
    place = dict(places[r], workforce=row['start:workforce'], gva_m=row['start:gva_m']); alone = {l: dict(p, partner=None) for l, p in plans[r].items()}; shares = ref.type_shares(M, structure, places[r], alone, T)
    scores = {k: row[k + '_score'] for k in ('leakage', 'displacement', 'substitution', 'multiplier')}
    for level in ('place', 'uk'):
        a = ref.net_and_appraise(M, place, plans[r], x, r, T, head['sector'], level, scores, 0.0, 1.0, shares)
        if level == 'place': out['change:net_jobs'], out['change:net_gva_pv'] = a['net_jobs'][T], a['pv_benefit']
    DF = [ref.discount_factor(t, M['appraisal']['discount_schedule']) for t in range(T + 1)]
    pv = {l: sum(DF[t] * ref.cost(M['levers'][l], places[r], p, t) for t in range(T + 1)) for l, p in plans[r].items()}
    cost = sum(c * unit_cost_factor(M['levers'][l], row['cost_score']) * (1 + row['optimism_bias']) for l, c in pv.items())
    out['change:public_cost_pv'] = cost; out['change:value_for_money'] = (a['pv_benefit'] - a['pv_private_cost']) / cost if cost > 0 else 0.0
    return out
def main():
    path = next(a for a in sys.argv[1:] if a.endswith('.csv'))
    with open(path, encoding='utf-8', newline='') as f:
        head = json.loads(f.readline()[1:]); rows = list(csv.DictReader(f))
    if head['audit_format'] != 1: print('this reads audit format 1'); return 1
    M = model(head); every = max(1, int(option('--every', max(1, len(rows) // 40)))); tol = option('--tolerance', 1e-9); worst, checked, bad = {}, 0, 0
    for row in rows[::every]:
        values = {k: float(v) for k, v in row.items() if k not in ('draw', 'scramble', 'structure')}
        for name, got in recompute(head, M, values, row['structure']).items():
            if name not in values: continue
            d = abs(got - values[name]) / max(1.0, abs(got)); worst[name] = max(worst.get(name, 0.0), d)
            if not d <= tol:
                bad += 1
                if bad <= 20: print(f"  draw {row['draw']} ({row['structure']}) {name}: the file says {values[name]!r}, recomputed {got!r}")
        checked += 1
    missing = sorted(k for k in rows[0] if k.split(':')[0] in ('x', 'change') and k not in worst)
    print(f"{path}: {checked} of {len(rows)} draws recomputed, {len(worst)} results each; largest difference {max(worst.values()):.1e} ({max(worst, key=worst.get)})" + (f"; not recomputed: {', '.join(missing)}" if missing else ''))
    print('the two implementations agree' if not bad else f'{bad} results differ'); return 1 if bad else 0
if __name__ == '__main__': sys.exit(main())
