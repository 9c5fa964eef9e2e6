#!/usr/bin/env python3
"""Golden cases of the independent implementation beside it (reference.py). `python3 tests/oracle/golden_cases.py --write` rewrites
tests/fixtures/golden/*.json; reference.py --check recomputes them; the Rust suite (tests/suite/oracle) must meet the same expectations.
Each file: what, kind, source of the expectation, tolerance (relative to max(1,|x|)), model (if the engine is used) and cases with input and expect."""
import copy, json, math, os, sys
import numpy as np
import reference as ref
HERE = os.path.dirname(os.path.abspath(__file__))
# PLACEHOLDER places: orders of magnitude only, not data (the real inputs are tests/fixtures/golden/k_baseline_inputs.csv). Population and distances are real.
WM = dict(name='PLACEHOLDER West Midlands, advanced manufacturing', workforce=100000.0, firms=1500.0, smes=1430.0, students=8000.0, gva_m=8000.0, rd_m=1100.0, gva_hour=47.0, innovation_pct=45.0, collab_pct=25.0, trained_pct=25.0,
          practice_score=0.52, sme_gva_share=0.35, population=5954240.0, sector_share=0.034, capacity=1.0, skill_ratio=0.92, rd_ratio=1.15, gva_head=25000.0)
EM = dict(WM, name='PLACEHOLDER East Midlands, advanced manufacturing', workforce=70000.0, firms=1150.0, smes=1100.0, students=6000.0, gva_m=5200.0, rd_m=620.0, gva_hour=44.0, innovation_pct=46.0, collab_pct=24.0, population=4880094.0, sector_share=0.031, capacity=0.9, skill_ratio=0.90, rd_ratio=0.95, gva_head=24000.0)
PKG = {'skills_provision': dict(amount=4.0, start=1, end=8), 'work_organisation': dict(amount=0.6, start=1, end=8), 'network_facilitation': dict(amount=0.5, start=2, end=9),
       'conditional_collaboration': dict(amount=6.0, start=1, end=10), 'pilot_projects': dict(amount=2.0, start=1, end=5), 'policy_capacity': dict(amount=0.5, start=1, end=10), 'vocational_quality': dict(amount=40.0, start=1, end=10)}
T = 15
def explicit_draw(M, seed):
    """Parameter values for one draw: written into the golden file in full."""
    g = np.random.default_rng(seed); ids = [c['id'] for c in M['channels']] + [l['id'] for l in M['links']] + [p['id'] for p in M['pairs']] + ['rd_depreciation', 'half_spend']
    return ref.draw_params(M, {i: float(g.standard_normal()) for i in ids}, float(g.standard_normal()), M['judge']['optimism_rho'])
def slim(M):
    """The part of the model that the engine reads: makes a golden file independent of later edits of the assets."""
    keep = ('kind', 'group', 'scope', 'mass', 'unit_cost', 'pool', 'cap', 'evidence_dose', 'ramp_years', 'add_type', 'private_cost_ratio')
    return dict(nodes=[{k: n[k] for k in ('id', 'up', 'down')} for n in M['nodes']], levers={i: {k: v[k] for k in keep} for i, v in M['levers'].items()}, channels=M['channels'], links=M['links'], pairs=M['pairs'],
                judge={k: v for k, v in M['judge'].items() if not k.endswith('reason')}, appraisal=M['appraisal'], additionality=M['additionality'])
def states(x): return {k: [[float(v) for v in row] for row in a] for k, a in x.items()}
# ------------------------------------------------------------------ one function per kind
def k_exposure(i, M):
    lv = M['levers'][i['lever']]; c = next(c for c in M['channels'] if c['id'] == i['channel']); n = ref.reach(lv, i['place'], i['plan'], i['T'])
    return dict(reach=n, cost=[ref.cost(lv, i['place'], i['plan'], t) for t in range(i['T'] + 1)], exposure=ref.exposure(lv, c, n, i['flatten']), theta_used=ref.widen(i['theta'], ref.two_piece_mean(*c['effect']), n, lv['evidence_dose'], M['judge']['extrapolation_max_variance']) if lv['kind'] == 'Spend' else i['theta'])
def k_profile(i, M): return [ref.profile(a, i['lag'], i['peak'], i['half_life']) for a in i['ages']]
def k_run(i, M):
    x = ref.run(M, i['structure'], i['places'], i['plans'], i['params'], i['T'], W=i.get('W'), grades=i.get('grades', 'ABCDE'), flatten=i.get('flatten', True), factors=i.get('factors'))
    out = dict(states=states(x))
    if 'indicator_year' in i: out['indicators'] = [ref.indicators(M, p, x, r, i['indicator_year']) for r, p in enumerate(i['places'])]
    return out
def k_weights(i, M): return ref.weights(i['dist_km'], i['sim'], i['kappa']).tolist()
def k_appraise(i, M):
    x = {k: np.array(v) for k, v in i['states'].items()}
    return ref.net_and_appraise(M, i['place'], i['plan'], x, 0, i['T'], i['sector'], i['level'], i.get('scores'), i.get('optimism_bias'), i.get('cost_factor', 1.0), ref.type_shares(M, i['structure'], i['place'], i['plan'], i['T']))
def k_formula(i, M):
    f = i['f']
    if f == 'npv': return sum(c * ref.discount_factor(t, i['schedule']) for t, c in enumerate(i['flows']))
    if f == 'additionality': return i['gross'] * (1 - i['leakage']) * (1 - i['displacement']) * (1 - i['substitution']) * i['multiplier'] - i['reference'] * (1 - i['leakage']) * (1 - i['displacement']) * (1 - i['substitution']) * i['multiplier']
    if f == 'weight': return [ref.distributional_weight(y, i['y_ref'], i['eta']) for y in i['y']]
    if f == 'appraise_flows':
        b = sum(c * ref.discount_factor(t, i['schedule']) for t, c in enumerate(i['benefits'])); c = sum(c * ref.discount_factor(t, i['schedule']) for t, c in enumerate(i['costs'])); return dict(pvb=b, npsv=b - c, bcr=b / c, switching=c / b)
def k_shapley_table(i, M):
    v = {frozenset(k.split(',')) if k else frozenset(): val for k, val in i['values'].items()}; return ref.shapley(i['players'], lambda S: v[frozenset(S)])
def k_shapley_levers(i, M): return ref.shapley_levers(M, i['structure'], i['place'], i['plan'], i['draws'], i['T'], i['indicator'], i['year'])
def k_ensemble(i, M):
    rows = []
    for d in i['draws']:
        x = ref.run(M, d['structure'], [i['place']], [i['plan']], d['params'], i['T']); v = ref.indicators(M, i['place'], x, 0, i['year'])
        a = ref.net_and_appraise(M, i['place'], i['plan'], x, 0, i['T'], i['sector'], 'uk', shares=ref.type_shares(M, d['structure'], i['place'], i['plan'], i['T'])); rows.append([v['innovation_active'], v['gva_per_hour'], a['net_jobs'][i['year']], a['npsv']])
    A = np.array(rows); return dict(rows=A.tolist(), quantiles={n: [ref.quantile7(A[:, k], q) for q in (0.1, 0.25, 0.5, 0.75, 0.9)] for k, n in enumerate(('innovation_active', 'gva_per_hour', 'net_jobs', 'npsv'))}, mean=A.mean(0).tolist())
def k_baseline(i, M):
    return dict(drift=ref.uk_drift(i['uk']), path=ref.drift_path(i['y'], ref.uk_drift(i['uk']), i['H'], i['lam']), sd=ref.spread(i['y'], i['panel_sd'], i['H'], i['gamma'], i['c']) if i.get('q') else None,
                quantiles=ref.baseline_quantiles(i['y'], i['uk'], i['panel_sd'], i['H'], i['q'], i['lam'], i['gamma'], i['c']) if i.get('q') else None)
def k_spike(i, M): return dict(takes=[ref.takes(u, i['theta'], i['null_share']) for u in i['u']], lump=[ref.lumpiness(z, i['n'], i['cv']) for z in i['z']])
def k_pool(i, M):
    y, v = i['y'], i['v']
    if i.get('discount'): d = [ref.discount_study(a, b, s, e) for a, b, (s, e) in zip(y, v, i['discount'])]; y, v = [a for a, _ in d], [b for _, b in d]
    out = ref.pool(y, v, i['floor']); out['y_used'], out['v_used'] = list(y), list(v); return out
def k_quantile(i, M): return [ref.two_piece(i['p10'], i['central'], i['p90'], math.sqrt(i['rho']) * i['z0'] + math.sqrt(1 - i['rho']) * z) for z in i['z']]
def k_place(i, M):
    f = i['f']
    if f == 'theil': return dict(total=ref.theil(i['y'], i.get('p')), between=ref.theil_between(i['y'], i.get('p') or [1.0] * len(i['y']), i['group'])) if 'group' in i else ref.theil(i['y'], i.get('p'))
    if f == 'gini': return ref.gini(i['y'], i.get('p'))
    if f == 'lq': return ref.location_quotients(i['table']).tolist()
    if f == 'gi_star': return ref.gi_star(i['y'], i['adj'])
def k_discount(i, M): return [ref.discount_factor(y, i['schedule']) for y in i['years']]
def k_student(i, M): return [ref.t_ppf(p, nu) for p, nu in i['pairs']]
DISPATCH = {k[2:]: v for k, v in globals().items() if k.startswith('k_')}
# ------------------------------------------------------------------ laws
def laws(M):
    bad = []
    def law(name, ok):
        print('law', name, 'holds' if ok else 'FAILS')
        if not ok: bad.append('law: ' + name)
    d = explicit_draw(M, 11)
    for s in ('direct', 'chain', 'ecosystem'):
        x = ref.run(M, s, [WM], [{l: dict(amount=0.0, start=1, end=10) for l in M['levers']}], d, T); law(f'zero in, zero out, bit for bit ({s})', all((a == 0).all() for a in x.values()))
    ok = True
    for lev in M['levers'].values():
        for c in [c for c in M['channels'] if c['lever'] == lev['id']]:
            e = [ref.exposure(lev, c, ref.reach(lev, WM, dict(amount=a, start=1, end=6), T), False) for a in (0.5, 1.0, 5.0, 50.0)]; ok &= all(q >= p - 1e-15 for lo, hi in zip(e, e[1:]) for p, q in zip(lo, hi)) and max(max(v) for v in e) <= lev['cap']
    law('more reach never lowers exposure; exposure never passes the cap', ok)
    x = ref.run(M, 'chain', [WM], [{'policy_capacity': dict(amount=1.0, start=1, end=10)}], {}, T); law('policy capacity alone does nothing', all((a == 0).all() for a in x.values()))
    x1 = ref.run(M, 'ecosystem', [WM, EM], [PKG, {}], d, T, W=[[0, .3], [.3, 0]]); x2 = ref.run(M, 'ecosystem', [EM, WM], [{}, PKG], d, T, W=[[0, .3], [.3, 0]]); law('relabelling places changes nothing', all(np.allclose(x1[k], x2[k][::-1], atol=0, rtol=1e-13) for k in x1))
    big = {k: (v * 3 if k in ('workforce', 'firms', 'smes', 'students', 'gva_m', 'rd_m', 'population') else v) for k, v in WM.items()}; pk3 = {l: dict(p, amount=p['amount'] * (3 if M['levers'][l]['kind'] == 'Spend' and M['levers'][l]['pool'] else 1)) for l, p in PKG.items() if l != 'policy_capacity'}
    a, b = ref.run(M, 'chain', [WM], [{l: p for l, p in PKG.items() if l != 'policy_capacity'}], d, T), ref.run(M, 'chain', [big], [pk3], d, T); law('three times the place with three times the money: same deviations', all(np.allclose(a[k], b[k], rtol=1e-12) for k in a))
    xz = ref.run(M, 'direct', [WM], [{'peer_learning': dict(amount=4.0, start=1, end=8)}], d, T, factors=[{'peer_learning': 0.0}]); law('a lever that does not take leaves every outcome at zero, also beyond the evidence', all((xz[k] == 0).all() for k in ref.OUTCOMES))
    pm = ref.two_piece_mean(-.004, .0044, .0212); law('widening keeps the mean', abs(np.mean([ref.widen(ref.two_piece(-.004, .0044, .0212, z), pm, [.3], dict(lo=0, hi=.08), 4.0) for z in np.random.default_rng(0).standard_normal(400000)]) - pm) < 1e-4)
    s = ref.shapley_levers(M, 'ecosystem', WM, PKG, [d], T, 'gva_per_hour', 10); law('Shapley values add up to scenario minus baseline', abs(sum(s['shapley'].values()) - s['total']) < 1e-12)
    law('discounting identities', abs(ref.discount_factor(31, M['appraisal']['discount_schedule']) * 1.03 - ref.discount_factor(30, M['appraisal']['discount_schedule'])) < 1e-15)
    law('rule check refuses a double count', any('reach' in p for p in ref.check_rules(dict(M, channels=M['channels'] + [dict(M['channels'][0], id='x', lever='skills_provision', node='productivity', structures=['chain'], distinct='')]))))
    law('Theil: scale and replication invariance', abs(ref.theil([1, 2, 3]) - ref.theil([10, 20, 30])) < 1e-15 and abs(ref.theil([1, 2, 3]) - ref.theil([1, 1, 2, 2, 3, 3])) < 1e-15)
    return bad
# ------------------------------------------------------------------ writer
def write():
    M = slim(ref.load_model()); os.makedirs(ref.GOLDEN, exist_ok=True); SELF = 'reference implementation (oracle/reference.py)'
    def save(name, what, kind, source, tol, cases, model=None):
        full = [dict(c, expect=c['expect'] if 'expect' in c else DISPATCH[kind](c['input'], model)) for c in cases]; out = dict(id=name, what=what, kind=kind, source=source, tolerance=tol)
        if model is not None: out['model'] = model
        out['cases'] = full; json.dump(out, open(os.path.join(ref.GOLDEN, name + '.json'), 'w', encoding='utf-8'), indent=None, separators=(',', ':')); print(name, len(full))
    sub = lambda levers: dict(M, levers={k: M['levers'][k] for k in levers}, channels=[c for c in M['channels'] if c['lever'] in levers])
    ex = [('in range', 'skills_provision', 'skills_provision.skills', dict(amount=3.0, start=1, end=5), True, 30.0), ('beyond the evidence, flattened', 'leadership_management', 'leadership_management.practice', dict(amount=10.0, start=2, end=6), True, .5),
          ('beyond the evidence, not flattened', 'leadership_management', 'leadership_management.practice', dict(amount=10.0, start=2, end=6), False, .5), ('short half-life', 'university_access', 'university_access.innovation.direct', dict(amount=0.3, start=1, end=1), True, .1),
          ('reform with ramp, stops', 'vocational_quality', 'vocational_quality.skills', dict(amount=60.0, start=2, end=9), True, 2.0), ('no pool', 'interregional_links', 'interregional_links.ties', dict(amount=1.2, start=1, end=15), True, .03), ('off', 'peer_learning', 'peer_learning.ties', dict(amount=0.0, start=1, end=9), True, .5)]
    save('a_exposure', 'money to reach to exposure, incl. flattening and the widened effect', 'exposure', SELF, 1e-9, [dict(name=n, input=dict(lever=l, channel=c, place=WM, plan=p, T=T, flatten=f, theta=th)) for n, l, c, p, f, th in ex], sub([e[1] for e in ex]))
    save('a2_profile', 'time profile by hand: 0 before the lag, line to the peak, halving', 'profile', 'hand calculation', 1e-12, [dict(name='lag 1 peak 3 half-life 2', input=dict(lag=1, peak=3, half_life=2, ages=[0, .5, 1, 1.5, 2, 3, 5, 7]), expect=[0, 0, 0, .25, .5, 1, .5, .25]), dict(name='lag equals peak', input=dict(lag=1, peak=1, half_life=1, ages=[.5, 1, 2]), expect=[0, 1, .5])])
    runs = [dict(name=f'{s} seed {k}', input=dict(structure=s, places=[WM], plans=[PKG], params=explicit_draw(M, k), T=T, indicator_year=10)) for s in ('direct', 'chain', 'ecosystem') for k in (1, 2)]
    runs += [dict(name=f'{s} central', input=dict(structure=s, places=[WM], plans=[PKG], params={}, T=T, indicator_year=10)) for s in ('direct', 'chain', 'ecosystem')]
    runs += [dict(name='core tier (grades AB) direct', input=dict(structure='direct', places=[WM], plans=[PKG], params={}, T=T, grades='AB')), dict(name='every lever on, ecosystem', input=dict(structure='ecosystem', places=[WM], plans=[{l: dict(amount=20.0 if v['kind'] == 'Reform' else 1.0, start=1, end=7) for l, v in M['levers'].items()}], params=explicit_draw(M, 3), T=T, indicator_year=15))]
    over = {'peer_learning': dict(amount=4.0, start=1, end=8), 'skills_provision': dict(amount=4.0, start=1, end=8), 'careers_guidance': dict(amount=2.0, start=1, end=8)}
    runs += [dict(name=f'{s} doses beyond the evidence, one lever does not take, one is lumpy', input=dict(structure=s, places=[WM], plans=[over], params=explicit_draw(M, 8), T=T, indicator_year=10, factors=[{'peer_learning': 0.0, 'skills_provision': 1.9, 'careers_guidance': 1 / .6}])) for s in ('direct', 'chain', 'ecosystem')]
    save('b_trajectories', 'single-draw node trajectories, three structures, take-and-lump factors; indicators in year 10', 'run', SELF, 1e-9, runs, M)
    W = ref.weights([[0, 70], [70, 0]], [[1, .9], [.9, 1]], 0.002).tolist(); plan2 = dict(PKG, interregional_links=dict(amount=1.0, start=1, end=10, partner=1))
    save('c_two_regions', 'spillover between two places, with and without the inter-regional links lever; the second place has no levers', 'run', SELF, 1e-9, [dict(name=f'{s} {n}', input=dict(structure=s, places=[WM, EM], plans=[p, {}], params=dict(explicit_draw(M, 4), **{'spill.rd_stock.innovation': .04, 'spill.tacit.tacit': .03, 'interregional_links.link_weight': .3}), T=T, W=W)) for s in ('chain', 'ecosystem', 'direct') for n, p in (('neighbours', PKG), ('linked', plan2))], M)
    save('c2_weights', 'W = sim x exp(-kappa km), 300 km cut, rows scaled to at most 1', 'weights', SELF, 1e-12, [dict(name='three places', input=dict(dist_km=[[0, 70, 250], [70, 0, 320], [250, 320, 0]], sim=[[1, .9, .5], [.9, 1, .4], [.5, .4, 1]], kappa=.002)), dict(name='row above one', input=dict(dist_km=[[0, 10, 20], [10, 0, 15], [20, 15, 0]], sim=[[1, 1, 1]] * 3, kappa=.002))])
    ap = []
    for s, lev, sec, sc in (('direct', 'place', 'advanced_manufacturing', None), ('chain', 'uk', 'advanced_manufacturing', None), ('ecosystem', 'place', 'retail', dict(leakage=1.0, displacement=-0.7, multiplier=.5))):
        x = ref.run(M, s, [WM], [PKG], explicit_draw(M, 5), T); ap.append(dict(name=f'{s} {lev} {sec}', input=dict(states=states(x), structure=s, place=WM, plan=PKG, T=T, sector=sec, level=lev, scores=sc, optimism_bias=.15, cost_factor=1.1)))
    save('d_net_and_appraisal', 'gross to net, present values, NPSV, BCR, switching value, cost per net job', 'appraise', SELF, 1e-9, ap, M)
    ST = M['appraisal']['discount_schedule']
    save('d2_formulas', 'public worked examples of appraisal', 'formula', 'worked examples A4, A5, A8, A9 (rules published, arithmetic exact)', 1e-8, [
        dict(name='A4 net present value', input=dict(f='npv', flows=[-100, 30, 30, 30, 30, 30], schedule=ST), expect=35.45157126), dict(name='A4b', input=dict(f='npv', flows=[-100, 50, 50, 50], schedule=ST), expect=40.08184905),
        dict(name='A5', input=dict(f='appraise_flows', benefits=[0] + [30] * 9, costs=[100] + [0] * 9, schedule=ST), expect=dict(pvb=228.23059527, npsv=128.23059527, bcr=2.28230595, switching=0.43815335)),
        dict(name='A8 eta 1.3', input=dict(f='weight', y=[20, 50, 80], y_ref=50, eta=1.3), expect=[3.29095551, 1.0, 0.54280523]), dict(name='A9 additionality', input=dict(f='additionality', gross=100, reference=20, leakage=.1, displacement=.25, substitution=0, multiplier=1.25), expect=67.5)])
    air = lambda c: {','.join(str(i) for i in range(len(c)) if m >> i & 1): float(max([c[i] for i in range(len(c)) if m >> i & 1], default=0)) for m in range(1 << len(c))}
    small = {k: PKG[k] for k in ('skills_provision', 'work_organisation', 'conditional_collaboration', 'policy_capacity')}
    save('e_shapley_published', 'airport game and glove game', 'shapley_table', 'published airport examples (M81) and hand calculation; worked examples E1, E2, E7', 1e-9, [
        dict(name='airport 8 11 13 18', input=dict(players=list('0123'), values=air([8, 11, 13, 18])), expect={'0': 2, '1': 3, '2': 4, '3': 9}), dict(name='airport 100 160 200', input=dict(players=list('012'), values=air([100, 160, 200])), expect={'0': 100 / 3, '1': 190 / 3, '2': 310 / 3}),
        dict(name='glove', input=dict(players=list('012'), values={'': 0, '0': 0, '1': 0, '2': 0, '0,1': 1, '0,2': 1, '1,2': 0, '0,1,2': 1}), expect={'0': 2 / 3, '1': 1 / 6, '2': 1 / 6})])
    save('e2_shapley_levers', 'exact Shapley over the levers that are on, with alone and if removed', 'shapley_levers', SELF, 1e-9, [dict(name=f'{s} {n}', input=dict(structure=s, place=WM, plan=small, draws=[explicit_draw(M, 6), explicit_draw(M, 7)], T=T, indicator=n, year=10)) for s, n in (('ecosystem', 'gva_per_hour'), ('chain', 'innovation_active'), ('direct', 'trained_workforce'))], M)
    save('f_ensemble', 'twelve explicit draws, four of each structure: rows, type-7 quantiles, mean', 'ensemble', SELF, 1e-9, [dict(name='package', input=dict(place=WM, plan=PKG, T=T, year=10, sector='advanced_manufacturing', draws=[dict(structure=('direct', 'chain', 'ecosystem')[k % 3], params=explicit_draw(M, 100 + k)) for k in range(12)]))], M)
    lg = lambda v: [math.log(a) for a in v]; S3 = [[52.1, 53.0, 52.4, 54.2, 55.1, 54.8, 56.0, 56.9, 57.1, 58.3], [31.0, 30.4, 30.9, 31.8, 31.2, 32.6, 32.9, 33.8, 33.1], [80.2, 84.1, 83.0, 86.7, 85.2, 90.3, 92.8, 91.1, 95.0, 97.2, 99.0]]; S3 = [lg(v) for v in S3]
    m3 = lg([940.66, 1084.86, 1244.98, 1445.02, 1683.17, 2038.15, 2342.52, 2602.45, 2927.87, 3103.96, 3360.27, 3807.63, 4387.88, 4936.99])
    q7 = [.025, .1, .25, .5, .75, .9, .975]
    save('g_baseline', 'fraction of the UK drift of the sector, own spread pooled with the panel, Student t with 5 degrees of freedom', 'baseline', SELF + '; one input series is the published M3 N0001', 1e-9, [
        dict(name='output: lambda 0.6, gamma 0.5, c 1.25', input=dict(y=S3[0], uk=S3[2], panel_sd=.02, H=5, q=q7, lam=.6, gamma=.5, c=1.25)), dict(name='GVA per hour: lambda 0.7, gamma 0.15, c 1.0', input=dict(y=S3[2], uk=S3[0], panel_sd=.015, H=5, q=q7, lam=.7, gamma=.15, c=1.0)),
        dict(name='four observations: spread from the panel', input=dict(y=S3[1][:4], uk=S3[2], panel_sd=.02, H=4, q=[.1, .5, .9], lam=.6, gamma=.5, c=1.25)),
        dict(name='last ten changes only', input=dict(y=m3, uk=m3, panel_sd=.02, H=6, q=[.1, .5, .9], lam=.5, gamma=.5, c=1.25))])
    save('l_takes_and_lumps', 'zero spike and lumpiness', 'spike', SELF, 1e-12, [dict(name='default', input=dict(theta=.05, null_share=.4, u=[0.0, .1, .39999, .4, .7, .99], n=20, cv=5.0, z=[-1.5, 0.0, .7, 2.0])), dict(name='negative effect, one project', input=dict(theta=-.02, null_share=.25, u=[.2, .25, .9], n=1, cv=5.0, z=[-1.0, 0.0, 1.0]))])
    b = np.array([[4, 119, 11, 128], [6, 300, 29, 274], [3, 228, 11, 209], [62, 13536, 248, 12619], [33, 5036, 47, 5761], [180, 1361, 372, 1079], [8, 2537, 10, 619], [505, 87886, 499, 87892], [29, 7470, 45, 7232], [17, 1699, 65, 1600], [186, 50448, 141, 27197], [5, 2493, 3, 2338], [27, 16886, 29, 17825]], float); A, B, C, D = b.T
    y, v = np.log(A / (A + B) / (C / (C + D))).tolist(), (1 / A - 1 / (A + B) + 1 / C - 1 / (C + D)).tolist()
    save('h_pooling', 'Paule-Mandel, modified Knapp-Hartung, predictive t with k-1 df, floor on tau, design discount', 'pool', 'BCG: published tau2 0.3181 and worked examples B5; the rest ' + SELF, 1e-9, [dict(name='BCG, published digits', tolerance=6e-5, input=dict(y=y, v=v, floor=False), expect=dict(tau2=.3181, mu=-.71496815, se_plain=.18089219)), dict(name='BCG full precision, no floor', input=dict(y=y, v=v, floor=False)), dict(name='BCG with floor', input=dict(y=y, v=v, floor=True)),
        dict(name='homogeneous: tau2 is zero, SE not shrunk', input=dict(y=[1.0, 1.1, .9], v=[.5, .5, .5], floor=True)), dict(name='three effects, discounted by design and distance', input=dict(y=[5.0, 0.0, 7.0], v=[4.0, 1.0, 6.0], floor=True, discount=[[3, 'near'], [3, 'near'], [5, 'far']]))])
    save('h2_student_t', 'Student t quantiles', 'student', 'closed forms: nu 1 is tan(pi(p-1/2)), nu 2 is (2p-1)/sqrt(2p(1-p)), nu 4 by its cubic', 1e-9, [dict(name='nu 1 and 2', input=dict(pairs=[[.9, 1], [.975, 1], [.9, 2], [.975, 2], [.1, 2]]), expect=[math.tan(math.pi * .4), math.tan(math.pi * .475), .8 / math.sqrt(.18), .95 / math.sqrt(2 * .975 * .025), -.8 / math.sqrt(.18)]), dict(name='nu 3, 4, 12', input=dict(pairs=[[.9, 3], [.975, 4], [.9, 12], [.975, 12]]))])
    save('h3_split_normal', 'split normal through p10, central, p90 with the common optimism factor', 'quantile', 'hand calculation: the scores -1.28155, 0, 1.28155 give back the three numbers at rho 0', 1e-9, [dict(name='identity', input=dict(p10=-1, central=.8, p90=4, rho=0, z0=0, z=[-ref.Z10, 0, ref.Z10]), expect=[-1, .8, 4]), dict(name='rho 0.3', input=dict(p10=-1, central=.8, p90=4, rho=.3, z0=1.1, z=[-2, -.5, 0, .5, 2]))])
    P6 = np.array([(10, 10), (20, 10), (40, 10), (15, 20), (30, 20), (30, 30)], float); dd = np.hypot(*(P6[:, None] - P6[None]).transpose(2, 0, 1)); adj = ((dd <= 15) & (dd > 0)).astype(int).tolist(); LQ = [[100, 0, 0, 0, 0], [0, 15, 5, 70, 10], [0, 20, 10, 20, 50], [0, 25, 30, 5, 40], [0, 40, 55, 5, 0]]
    save('i_place', 'Theil with between part, Gini, location quotients, Getis-Ord Gi*', 'place', 'published examples in worked examples D1, D3, D4, D6, D8', 1e-8, [dict(name='D3 Theil', input=dict(f='theil', y=[0, 0, 0, 10, 10, 10], group=[0, 0, 0, 1, 1, 1]), expect=dict(total=math.log(2), between=math.log(2))), dict(name='D4 Theil', input=dict(f='theil', y=[10, 20, 30, 40, 50], group=[1, 1, 2, 2, 2]), expect=dict(total=.11968759, between=.09151622)),
        dict(name='Theil weighted', input=dict(f='theil', y=[20., 25., 40.], p=[3., 5., 2.])), dict(name='D1 Gini', input=dict(f='gini', y=[0, 10, 10, 30, 50]), expect=.48), dict(name='D1 Gini one of five', input=dict(f='gini', y=[0, 0, 0, 0, 1]), expect=.8), dict(name='Gini weighted', input=dict(f='gini', y=[20., 25., 40.], p=[3., 5., 2.])),
        dict(name='D6 LQ', input=dict(f='lq', table=LQ), expect=[[5, 0, 0, 0, 0], [0, .75, .25, 3.5, .5], [0, 1, .5, 1, 2.5], [0, 1.25, 1.5, .25, 2], [0, 2, 2.75, .25, 0]]), dict(name='D8 Gi*', tolerance=1e-7, input=dict(f='gi_star', y=[2, 3, 3.2, 5, 8, 7], adj=adj), expect=[-1.39727626, -.28917762, .65064964, -.28917762, 1.23452088, 2.02424331])])
    save('j_discount', 'discount factors', 'discount', 'worked examples A1, A2 (published rates and kinks)', 1e-8, [dict(name='standard', input=dict(years=[0, 1, 5, 10, 15, 30, 31, 60, 75, 76, 125, 126], schedule=ST), expect=[1, .96618357, .84197317, .70891881, .59689062, .35627841, .34590137, .14678199, .09421377, .09191588, .02741076, .02687330]), dict(name='sensitivity', input=dict(years=[10, 30, 31, 60], schedule=M['appraisal']['sensitivity_schedule']), expect=[.74409391, .41198676, .40166399, .19242992])])
if __name__ == '__main__' and '--write' in sys.argv: write()
