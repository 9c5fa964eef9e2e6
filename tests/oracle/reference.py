#!/usr/bin/env python3
"""An independent implementation of the model of docs/MODEL.md (sections 2-6, 8 and the Shapley values of 10), written before the Rust engine and
kept apart from it: it shares no code with the program, reads the same assets, and is what the golden files in tests/fixtures/golden came from.
Plain loops, no cleverness: slow on purpose, so that another engine can be tested against it. Needs Python 3.9 and numpy only. The program and
its tests do not need it; .ci/run starts it as a step of its own.
   reference.py --check            asset validation + laws + every golden file recomputed
   reference.py --rules            asset validation only
Conventions that MODEL.md leaves open are marked [C]."""
import csv, json, math, os, re, sys, itertools
import numpy as np
HERE = os.path.dirname(os.path.abspath(__file__))
ASSETS = os.path.join(HERE, '..', '..', 'assets', 'model'); GOLDEN = os.path.join(HERE, '..', 'fixtures', 'golden')
Z10 = 1.2815515655446004            # standard normal 90 % point
OUTCOMES = ('innovation', 'productivity', 'jobs')

# ---------------------------------------------------------------- reading the assets
def parse_ron(text):
    """Small RON reader: structs (a: 1), tuples, lists, maps, strings, numbers, bools, Some(x), None, enum names. // comments."""
    text = re.sub(r'^\s*//.*$', '', text, flags=re.M)
    tok = re.findall(r'"(?:[^"\\]|\\.)*"|[A-Za-z_][A-Za-z0-9_]*|-?\d+\.?\d*(?:[eE][-+]?\d+)?|[()\[\]{},:]|//[^\n]*', text)
    tok = [t for t in tok if not t.startswith('//')]; pos = 0
    def value():
        nonlocal pos
        t = tok[pos]; pos += 1
        if t == '(':
            named = tok[pos + 1] == ':' and re.match(r'[A-Za-z_]', tok[pos]); out = {} if named else []
            while tok[pos] != ')':
                if named: key = tok[pos]; pos += 2; out[key] = value()
                else: out.append(value())
                if tok[pos] == ',': pos += 1
            pos += 1; return out
        if t == '[' or t == '{':
            close = {'[': ']', '{': '}'}[t]; out = [] if t == '[' else {}
            while tok[pos] != close:
                v = value()
                if t == '{': pos += 1; out[v] = value()
                else: out.append(v)
                if tok[pos] == ',': pos += 1
            pos += 1; return out
        if t[0] == '"': return json.loads(t)
        if t == 'true' or t == 'false': return t == 'true'
        if t == 'None': return None
        if t == 'Some': v = value(); return v[0] if isinstance(v, list) else v
        if re.match(r'-?\d', t): return float(t)
        return t                                        # enum name
    return value()
def read_ron(name): return parse_ron(open(os.path.join(ASSETS, name), encoding='utf-8').read())
def read_csv(name): return list(csv.DictReader(open(os.path.join(ASSETS, name), encoding='utf-8')))
def dist(row, stem): return [float(row[stem + '_p10']), float(row[stem + '_central']), float(row[stem + '_p90'])]
def load_model(reference_weight=True):
    """The asset files as one plain dictionary (the same form is written into the golden files). reference_weight=False is the "same discount for every lever" switch."""
    M = dict(nodes=read_ron('nodes.ron')['nodes'], judge=read_ron('judgements.ron'), appraisal=read_ron('appraisal.ron'))
    M['levers'] = {v['id']: v for v in read_ron('levers.ron')['levers']}
    M['channels'] = [dict(id=r['channel_id'], lever=r['lever'], node=r['node'], structures=r['structures'].split(';'), effect=[float(r['effect_p10']), float(r['effect_central']) * (float(r['ref_weight']) if reference_weight else 1.0), float(r['effect_p90'])], scale=r['scale'],
        absorptive=r['absorptive'] == 'yes', lag=float(r['lag']), peak=float(r['peak']), half_life=float(r['half_life']), grade=r['grade'], distinct=r['distinct']) for r in read_csv('channels.csv')]
    M['links'] = [dict(id=r['link_id'], **{'from': r['from']}, to=r['to'], kind=r['kind'], structures=r['structures'].split(';'), gain=[float(r['gain_p10']), float(r['gain_central']) * (float(r['ref_weight']) if reference_weight else 1.0), float(r['gain_p90'])], lag=int(r['lag']), scale=r['scale'],
        residual_of=[p.split('*') for p in r['residual_of'].split(';') if p], additional=r['additional'], grade=r['grade']) for r in read_csv('links.csv')]
    M['pairs'] = [dict(id=r['pair_id'], a=r['lever_a'], b=r['lever_b'], node=r['node'], gamma=dist(r, 'gamma'), e_ref=float(r['e_ref']), structures=r['structures'].split(';')) for r in read_csv('pairs.csv')]
    M['additionality'] = [dict(r, **{k: float(r[k]) for k in ('central', 'p10', 'p90')}) for r in read_csv('additionality.csv')]
    return M

# ---------------------------------------------------------------- evidence to numbers (section 5)
def two_piece(p10, central, p90, y):
    """Quantile function of the split normal through its p10, central (= median) and p90, at standard-normal score y. [C]"""
    return central + y * ((p90 - central) if y >= 0 else (central - p10)) / Z10
def two_piece_mean(p10, central, p90): return central + ((p90 - central) - (central - p10)) / Z10 / math.sqrt(2 * math.pi)
def draw_params(M, scores, z0=0.0, rho=0.3):
    """scores: {param id: independent N(0,1)}. Effects and gains share the optimism factor z0; everything else is independent."""
    out = {}
    for c in M['channels']: out[c['id']] = two_piece(*c['effect'], math.sqrt(rho) * z0 + math.sqrt(1 - rho) * scores.get(c['id'], 0.0))
    for l in M['links']: out[l['id']] = two_piece(*l['gain'], math.sqrt(rho) * z0 + math.sqrt(1 - rho) * scores.get(l['id'], 0.0))
    for p in M['pairs']: out[p['id']] = max(-0.3, min(0.3, two_piece(*p['gamma'], scores.get(p['id'], 0.0))))
    d = M['judge']['rd_depreciation']; out['rd_depreciation'] = max(0.05, two_piece(d['p10'], d['central'], d['p90'], scores.get('rd_depreciation', 0.0)))
    h = M['judge']['critical_mass']['half_spend']; out['half_spend'] = math.exp(two_piece(*[math.log(h[k]) for k in ('p10', 'central', 'p90')], scores.get('half_spend', 0.0)))
    return out
SHRINK = {5: (0.90, 0.10), 4: (0.75, 0.20), 3: (0.60, 0.35), 2: (0.40, 0.50), 1: (0.25, 0.75)}
CV_EXT = {'same': 0.10, 'near': 0.25, 'far': 0.50}
def discount_study(y, v, sms, distance):
    s, cvi = SHRINK[sms]; y2 = s * y
    return y2, s * s * v + (cvi * y2) ** 2 + (CV_EXT[distance] * y2) ** 2
def t_cdf(t, nu):
    """Student t by the regularised incomplete beta continued fraction (Lentz)."""
    x = nu / (nu + t * t); a, b = nu / 2, 0.5
    def cf(a, b, x):
        c, d = 1.0, 1 - (a + b) * x / (a + 1); d = 1 / (d if abs(d) > 1e-300 else 1e-300); h = d
        for m in range(1, 500):
            for num in (m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m)), -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1))):
                d = 1 + num * d; c = 1 + num / c; d = 1 / (d if abs(d) > 1e-300 else 1e-300); h *= d * (c if abs(c) > 1e-300 else 1e-300)
            if abs(d * c - 1) < 1e-16: break
        return h
    lb = math.lgamma(a + b) - math.lgamma(a) - math.lgamma(b) + a * math.log(x) + b * math.log(1 - x) if 0 < x < 1 else -math.inf
    I = 1.0 if x >= 1 else (math.exp(lb) * cf(a, b, x) / a if x < (a + 1) / (a + b + 2) else 1 - math.exp(lb) * cf(b, a, 1 - x) / b)
    return 1 - I / 2 if t >= 0 else I / 2
def t_ppf(p, nu):
    lo, hi = -1e6, 1e6
    for _ in range(200):
        mid = (lo + hi) / 2
        if t_cdf(mid, nu) < p: lo = mid
        else: hi = mid
    return (lo + hi) / 2
def pool(y, v, floor=True):
    """Paule-Mandel tau2, modified Knapp-Hartung SE (never below the unmodified one), predictive t with k-1 df for a new place."""
    y, v = np.asarray(y, float), np.asarray(v, float); k = len(y)
    def q(t): w = 1 / (v + t); m = (w * y).sum() / w.sum(); return (w * (y - m) ** 2).sum() - (k - 1)
    tau2 = 0.0
    if q(0.0) > 0:
        lo, hi = 0.0, 1.0
        while q(hi) > 0: hi *= 2
        for _ in range(300):
            mid = (lo + hi) / 2
            if q(mid) > 0: lo = mid
            else: hi = mid
        tau2 = (lo + hi) / 2
    w = 1 / (v + tau2); mu = float((w * y).sum() / w.sum()); qs = float((w * (y - mu) ** 2).sum() / (k - 1)); se = math.sqrt(max(1.0, qs) / w.sum())
    tau_used = max(math.sqrt(tau2), 0.5 * abs(mu)) if floor else math.sqrt(tau2)
    half = math.sqrt(se * se + tau_used ** 2); t90, t975 = t_ppf(0.9, k - 1), t_ppf(0.975, k - 1)
    return dict(tau2=tau2, mu=mu, q=qs, se_plain=math.sqrt(1 / w.sum()), se=se, ci=[mu - t975 * se, mu + t975 * se], tau_used=tau_used, p10=mu - t90 * half, p90=mu + t90 * half, pi95=[mu - t975 * half, mu + t975 * half])

# ---------------------------------------------------------------- from money to reach (section 2)
def profile(age, lag, peak, half_life):
    """0 before the lag, straight line to 1 at the peak, then halving every half_life years. age in years."""
    if age < lag: return 0.0
    if age < peak: return (age - lag) / (peak - lag)
    return 0.5 ** ((age - peak) / half_life)
def pool_size(lever, place): return 1.0 if lever['pool'] == 'None' or lever['pool'] is None else place[lever['pool'].lower()]
def attributed(lever, place):
    """Share of a place-wide lever that falls on this sector (1 for sector levers and for all sectors)."""
    return place['sector_share'] if lever.get('scope') == 'Place' else 1.0
def reach(lever, place, plan, T):
    """Share of the pool newly reached in year t (Spend) or delivered coverage in year t (Reform). Year 0 is the base year: always 0. [C]"""
    n = [0.0] * (T + 1)
    for t in range(1, T + 1):
        if plan['start'] <= t <= plan['end']:
            if lever['kind'] == 'Reform': n[t] = plan['amount'] / 100 * min(1.0, (t - plan['start'] + 1) / lever['ramp_years'])
            else: n[t] = plan['amount'] * attributed(lever, place) * 1e6 / (lever['unit_cost']['central'] * pool_size(lever, place))
    return n
def cost(lever, place, plan, t):
    """Public cost in GBP m in year t before optimism bias."""
    if not plan['start'] <= t <= plan['end']: return 0.0
    if lever['kind'] == 'Spend': return plan['amount'] * attributed(lever, place)
    return plan['amount'] / 100 * lever['unit_cost']['central'] * pool_size(lever, place) / 1e6 * (attributed(lever, place) if lever['pool'] in ('None', None) else 1.0)
def exposure(lever, ch, n, flatten=True):
    """E_c(t). Spend: sum over cohorts; Reform: largest of (delivered coverage x profile), so a standing reform does not fade. age = t - tau + 0.5. [C]"""
    hi = lever['evidence_dose']['hi']; E = []
    for t in range(len(n)):
        k = [profile(t - s + 0.5, ch['lag'], ch['peak'], ch['half_life']) for s in range(t + 1)]
        if lever['kind'] == 'Reform': a = max([n[s] * k[s] for s in range(t + 1)])
        else: a = sum((min(n[s], hi) if flatten else n[s]) * k[s] for s in range(t + 1))
        E.append(lever['cap'] * (1 - math.exp(-a / lever['cap'])))
    return E
def widen(theta, mean, n, dose, cap):
    """Outside the evidence range the draw moves away from the mean of its distribution (so the mean effect never rises): variance x (1 + excess/range), at most cap."""
    excess = max(0.0, max(n) - dose['hi'])
    return mean + (theta - mean) * math.sqrt(min(cap, 1 + excess / (dose['hi'] - dose['lo'])))

# ---------------------------------------------------------------- the engine (sections 3 and 4)
def scaled_effect(ch, theta, lever, place, J):
    """Effect per unit of exposure in the node's unit. rd is returned in relative terms and enters as ln(1+z)."""
    N = pool_size(lever, place); s = ch['scale']
    if s == 'sme_gva': return theta * place['sme_gva_share'] * J['treated_sme_relative_size']
    if s == 'firm_gva': return theta * J['treated_firm_relative_size']
    if s == 'jobs': return theta * N / place['workforce']           # jobs per unit reached -> log points of sector employment
    if s == 'heads': return 100 * theta * N / place['workforce']    # people per unit reached -> percentage points of the workforce
    if s == 'rd': return theta * N / max(place['rd_m'], 0.005 * place['gva_m'])   # GBP m of R&D a year per unit reached -> share of R&D, taken as at least 0.5 % of GVA
    return theta
def link_scale(l, place, J):
    return dict(none=1.0, rd_intensity=place['rd_m'] / place['gva_m'], sme_gva=place['sme_gva_share'] * J['treated_sme_relative_size'], firm_gva=J['treated_firm_relative_size'])[l['scale']]
def absorptive(place):
    return min(1.5, max(0.5, math.sqrt(place['skill_ratio'] * place['rd_ratio'])))
def critical_mass(M, params, places, plans, T):
    """Ecosystem only. m_l = (floor + (1-floor) x Hill(spend) x logistic(years)) / reference for levers marked `mass`, 1 for the others.
    spend = mean annual public cost, in the years when any of them is on, of the marked levers of the same group, per resident attributable to the sector."""
    C = M['judge']['critical_mass']; out = []; L = M['levers']
    for place, plan in zip(places, plans):
        m = {}
        for l, p in plan.items():
            if not L[l].get('mass'): m[l] = 1.0; continue
            peers = [q for q in plan if L[q].get('mass') and L[q]['group'] == L[l]['group']]
            yrs = [sum(cost(L[q], place, plan[q], t) for q in peers) for t in range(T + 1)]; on = [v for v in yrs if v > 0]
            spend = 1e6 * sum(on) / max(1, len(on)) / (place['population'] * place['sector_share'])
            h = params.get('half_spend', C['half_spend']['central']); hill = spend ** C['exponent'] / (spend ** C['exponent'] + h ** C['exponent'])
            years = min(p['end'], T) - p['start'] + 1
            m[l] = (C['floor'] + (1 - C['floor']) * hill / (1 + math.exp(-(years - C['half_years']['central']) / C['years_width']))) / C['reference']
        out.append(m)
    return out
def run(M, structure, places, plans, params, T, W=None, grades='ABCDE', flatten=True, factors=None):
    """Deviations x[node][place][t]. plans[r] = {lever: {amount, start, end[, partner]}}. params: {id: value}; missing ids take the central value."""
    J = M['judge']; R = len(places); nodes = M['nodes']; x = {nd['id']: np.zeros((R, T + 1)) for nd in nodes}
    plans = [{l: p for l, p in pl.items() if p['amount'] > 0} for pl in plans]
    chans = [c for c in M['channels'] if structure in c['structures'] and c['grade'] in grades]
    links = [l for l in M['links'] if structure in l['structures'] and l['grade'] in grades]
    pairs = [p for p in M['pairs'] if structure in p['structures']]
    g = {l['id']: params.get(l['id'], l['gain'][1]) for l in M['links']}
    reachd = [{l: reach(M['levers'][l], places[r], plans[r][l], T) for l in plans[r]} for r in range(R)]
    E = [{c['id']: exposure(M['levers'][c['lever']], c, reachd[r][c['lever']], flatten) for c in chans if c['lever'] in plans[r]} for r in range(R)]
    theta = [{c['id']: widen(params.get(c['id'], c['effect'][1]), two_piece_mean(*c['effect']), reachd[r][c['lever']], M['levers'][c['lever']]['evidence_dose'], J['extrapolation_max_variance']) if M['levers'][c['lever']]['kind'] == 'Spend'
              else params.get(c['id'], c['effect'][1]) for c in chans if c['lever'] in plans[r]} for r in range(R)]
    if factors is not None:                                 # takes x lumpiness of each lever in each place, after widening, on channels into outcomes only
        theta = [{i: v * (factors[r].get(next(c['lever'] for c in chans if c['id'] == i), 1.0) if next(c['node'] for c in chans if c['id'] == i) in OUTCOMES else 1.0) for i, v in th.items()} for r, th in enumerate(theta)]
    topE = [{l: [max([E[r][c['id']][t] for c in chans if c['lever'] == l] or [0.0]) for t in range(T + 1)] for l in plans[r]} for r in range(R)]
    mass = critical_mass(M, params, places, plans, T) if structure == 'ecosystem' else [{l: 1.0 for l in p} for p in plans]
    W0 = np.zeros((R, R)) if W is None else np.asarray(W, float)
    def gain(l, place):
        def scaled(q): return g[q['id']] * link_scale(q, place, J)
        v = scaled(l)
        for path in l['residual_of']:                       # total effect known: take off what already passes through the named path
            legs = [k for k in links if k['id'] in path]
            if len(legs) == len(path): v -= math.prod(scaled(k) for k in legs)
        return v
    G = [{l['id']: gain(l, places[r]) for l in links if l['kind'] == 'link'} for r in range(R)]
    for t in range(1, T + 1):
        Wt = W0.copy()
        for r in range(R):                                  # inter-regional links add weight to a named pair, both ways
            for c in chans:
                if c['node'] == 'link_weight' and c['id'] in E[r] and plans[r][c['lever']].get('partner') is not None:
                    q = int(plans[r][c['lever']]['partner']); w = theta[r][c['id']] * E[r][c['id']][t]; Wt[r, q] += w; Wt[q, r] += w
        for r, place in enumerate(places):
            cap = place['capacity'] * (1 + sum(theta[r][c['id']] * E[r][c['id']][t] for c in chans if c['node'] == 'capacity' and c['id'] in E[r]))
            cap = min(J['capacity_bounds']['hi'], max(J['capacity_bounds']['lo'], cap))
            for nd in nodes:
                j = nd['id']; u = 0.0
                for c in chans:
                    if c['node'] != j or c['id'] not in E[r]: continue
                    z = cap * mass[r][c['lever']] * scaled_effect(c, theta[r][c['id']], M['levers'][c['lever']], place, J) * E[r][c['id']][t]
                    if c['absorptive']: z *= absorptive(place)
                    for p in pairs:
                        if p['a'] == c['lever'] and p['node'] in ('any', j) and p['b'] in topE[r]:
                            z *= 1 + params.get(p['id'], p['gamma'][1]) * min(1.0, topE[r][p['b']][t] / p['e_ref'])
                    u += math.log(max(0.05, 1 + z)) if c['scale'] == 'rd' else z
                for l in links:
                    if l['to'] != j or t - l['lag'] < 0: continue
                    if l['kind'] == 'link': u += G[r][l['id']] * x[l['from']][r, t - l['lag']]
                    else: u += g[l['id']] * sum(Wt[r, q] * x[l['from']][q, t - l['lag']] for q in range(R) if q != r)
                prev = x[j][r, t - 1]
                b = params.get('rd_depreciation', nd['up']) if j == 'rd_stock' else (nd['up'] if u >= prev else nd['down'])
                x[j][r, t] = prev + b * (u - prev)
    return x
def weights(dist_km, sim, kappa, max_km=300.0):
    """W_rq = sim x exp(-kappa x km) inside max_km, rows scaled down to sum to at most 1."""
    R = len(dist_km); W = np.zeros((R, R))
    for r in range(R):
        for q in range(R):
            if r != q and dist_km[r][q] <= max_km: W[r, q] = sim[r][q] * math.exp(-kappa * dist_km[r][q])
        if W[r].sum() > 1: W[r] /= W[r].sum()
    return W

# ---------------------------------------------------------------- indicators, gross to net, appraisal (sections 8 and 9)
def logit_shift(base_pct, x): o = math.log(base_pct / (100 - base_pct)) + x; return 100 / (1 + math.exp(-o))
def indicators(M, place, x, r, t):
    v = {k: float(a[r, t]) for k, a in x.items()}; gva = place['gva_m'] * math.exp(v['productivity'] + v['jobs'])
    rd = place['rd_m'] * math.exp(v['rd_spend'])
    return dict(innovation_active=logit_shift(place['innovation_pct'], v['innovation']), firms_collaborating=logit_shift(place['collab_pct'], v['ties']),
        trained_workforce=min(100.0, max(0.0, place['trained_pct'] + v['skills'])), management_score=place['practice_score'] + v['practice'] * M['judge']['practice_sd_points'],
        business_rd=rd, rd_intensity=100 * rd / gva, gva_per_hour=place['gva_hour'] * math.exp(v['productivity']))
def discount_factor(year, schedule):
    """schedule: [[last year of band, rate], ...]; factor of year 0 is 1."""
    d = 1.0
    for y in range(1, year + 1): d /= 1 + next(rate for last, rate in schedule if y <= last)
    return d
def add_value(rows, component, add_type, sector, level, measure):
    """Most specific row wins: lever type 4 points, sector 2, measure 1; level must match (or '*')."""
    best, score = None, -1
    for r in rows:
        if r['component'] != component or r['level'] not in (level, '*'): continue
        s, ok = 0, True
        for key, val, pts in (('lever_type', add_type, 4), ('sector', sector, 2), ('measure', measure, 1)):
            if r[key] == val: s += pts
            elif r[key] != '*': ok = False
        if ok and s > score: best, score = r, s
    return best
def net_factor(M, add_type, sector, level, measure, draws=None, multiplier=True):
    """(1-leakage)(1-displacement)(1-substitution) x multiplier. Deadweight is NOT here: comparison-group effects are net of it already."""
    f = 1.0
    for comp in ('leakage', 'displacement', 'substitution', 'multiplier')[:None if multiplier else 3]:
        row = add_value(M['additionality'], comp, add_type, sector, level, measure)
        v = row['central'] if draws is None else min(max(two_piece(row['p10'], row['central'], row['p90'], draws.get(comp, 0.0)), 0.0), 1.0 if comp != 'multiplier' else 9.0)
        f *= v if comp == 'multiplier' else 1 - v
    return f
def type_shares(M, structure, place, plan, T):
    """Share of each lever type (add_type) in the package's jobs and productivity gains: each type run alone at central values, discounted sum of absolute contributions; cost weights where nothing moves."""
    sched = M['appraisal']['discount_schedule']; DF = [discount_factor(t, sched) for t in range(T + 1)]; L = M['levers']
    on = {l: p for l, p in plan.items() if p['amount'] > 0}; types = sorted({L[l]['add_type'] for l in on})
    pv = {k: sum(DF[t] * cost(L[l], place, p, t) for l, p in on.items() if L[l]['add_type'] == k for t in range(T + 1)) for k in types}
    out = {}
    for node, measure in (('jobs', 'jobs'), ('productivity', 'gva')):
        c = {}
        for k in types:
            x = run(M, structure, [place], [{l: p for l, p in on.items() if L[l]['add_type'] == k}], {}, T)
            c[k] = abs(sum(DF[t] * (math.exp(x[node][0, t]) - 1) for t in range(T + 1)))
        w = c if sum(c.values()) > 0 else pv if sum(pv.values()) > 0 else {k: 1.0 for k in types}
        out[measure] = {k: v / sum(w.values()) for k, v in w.items()}
    return out
def net_and_appraise(M, place, plan, x, r, T, sector, level, draws=None, ob=None, cost_factor=1.0, shares=None):
    """shares = type_shares(...). Each lever type's factor applies to its own share of the gain. BCR and NPSV are meaningful at UK level only; at place level read benefit per GBP."""
    sched = M['appraisal']['discount_schedule']; DF = [discount_factor(t, sched) for t in range(T + 1)]
    ob = M['judge']['optimism_bias_revenue']['central'] if ob is None else ob
    on = {l: p for l, p in plan.items() if p['amount'] > 0}
    pv = {l: sum(DF[t] * cost(M['levers'][l], place, p, t) for t in range(T + 1)) for l, p in on.items()}; tot = sum(pv.values())
    f = {m: sum(w * net_factor(M, k, sector, level, m, draws) for k, w in shares[m].items()) for m in ('jobs', 'gva')}
    f['jobs_before_multiplier'] = sum(w * net_factor(M, k, sector, level, 'jobs', draws, False) for k, w in shares['jobs'].items())   # induced jobs are shown, not valued
    jobs = [place['workforce'] * (math.exp(x['jobs'][r, t]) - 1) * f['jobs'] for t in range(T + 1)]
    gva = [place['gva_m'] * (math.exp(x['productivity'][r, t]) - 1) * f['gva'] + place['gva_m'] * (math.exp(x['jobs'][r, t]) - 1) * f['jobs_before_multiplier'] for t in range(T + 1)]
    pvb = sum(DF[t] * gva[t] for t in range(T + 1)); pvc = tot * cost_factor * (1 + ob); pvp = sum(pv[l] * M['levers'][l]['private_cost_ratio'] for l in on)
    created = sum(max(0.0, jobs[t] - jobs[t - 1]) for t in range(1, T + 1)); years = sum(jobs)
    return dict(factor=f, net_jobs=jobs, net_gva=gva, pv_benefit=pvb, pv_public_cost=pvc, pv_private_cost=pvp, npsv=pvb - pvc - pvp, bcr=(pvb - pvp) / pvc if pvc else None, benefit_per_pound=pvb / pvc if pvc else None,
        switching_benefit=(pvc + pvp) / pvb if pvb else None, jobs_created=created, cost_per_net_job=pvc / created * 1e6 if created > 0 else None, cost_per_job_year=pvc / years * 1e6 if years > 0 else None)
def distributional_weight(y, y_ref, eta=1.3): return (y_ref / y) ** eta

# ---------------------------------------------------------------- explanation (section 10)
def shapley(players, value):
    n = len(players); out = {}
    for p in players:
        rest = [q for q in players if q != p]
        out[p] = sum(math.factorial(k) * math.factorial(n - k - 1) / math.factorial(n) * (value(frozenset(S) | {p}) - value(frozenset(S))) for k in range(n) for S in itertools.combinations(rest, k))
    return out
def shapley_levers(M, structure, place, plan, draws, T, indicator, year):
    memo = {}
    def v(S):
        if S not in memo:
            memo[S] = sum(indicators(M, place, run(M, structure, [place], [{l: plan[l] for l in S}], d, T), 0, year)[indicator] for d in draws) / len(draws)
        return memo[S]
    on = sorted(l for l, p in plan.items() if p['amount'] > 0); full = frozenset(on)
    return dict(shapley=shapley(on, v), alone={l: v(frozenset([l])) - v(frozenset()) for l in on}, if_removed={l: v(full) - v(full - {l}) for l in on}, total=v(full) - v(frozenset()))

# ---------------------------------------------------------------- baseline (section 6)
def uk_drift(uk, window=10):
    """Mean annual change of the UK series of the same sector over at most the last `window` changes (already on the log or logit scale)."""
    w = uk[-(window + 1):]; return (w[-1] - w[0]) / (len(w) - 1)
def annual_sd(y):
    d = [b - a for a, b in zip(y, y[1:])]; m = sum(d) / len(d); return math.sqrt(sum((v - m) ** 2 for v in d) / (len(d) - 1))
def drift_path(y, b, H, lam): return [y[-1] + lam * b * h for h in range(1, H + 1)]
def spread(y, panel_sd, H, gamma, c, prior_obs=4, min_obs=6):
    """sd(h) = c*s*h^gamma*sqrt(1+h/m): s pools the series' own annual variance with the panel's, the panel counting as `prior_obs` observations; the panel alone below `min_obs` values."""
    m = max(1, len(y) - 1)
    s2 = panel_sd ** 2 if len(y) < min_obs else ((len(y) - 1) * annual_sd(y) ** 2 + prior_obs * panel_sd ** 2) / (len(y) - 1 + prior_obs)
    return [c * math.sqrt(s2) * h ** gamma * math.sqrt(1 + h / m) for h in range(1, H + 1)]
def baseline_quantiles(y, uk, panel_sd, H, q, lam, gamma, c, nu=5):
    """Student t with nu degrees of freedom scaled to sd(h): quantile = path + sd * t_nu(p) * sqrt((nu-2)/nu)."""
    path, sd = drift_path(y, uk_drift(uk), H, lam), spread(y, panel_sd, H, gamma, c)
    return [[f + v * t_ppf(p, nu) * math.sqrt((nu - 2) / nu) for p in q] for f, v in zip(path, sd)]
# ---------------------------------------------------------------- does the lever take, and how lumpy is it (section 5)
def takes(u, theta, null_share):
    """Zero spike: u < null_share -> 0, otherwise theta/(1-null_share); the mean over u is theta."""
    return 0.0 if u < null_share else theta / (1 - null_share)
def lumpiness(z, n_projects, cv):
    """Mean-one lognormal factor of a programme of n projects, sigma^2 = ln(1 + cv^2/n)."""
    s2 = math.log(1 + cv * cv / n_projects); return math.exp(math.sqrt(s2) * z - s2 / 2)
def quantile7(v, q): return float(np.quantile(np.asarray(v, float), q))      # linear interpolation between order statistics
# ---------------------------------------------------------------- distribution and place
def theil(y, p=None):
    y = np.asarray(y, float); p = np.ones(len(y)) if p is None else np.asarray(p, float); p = p / p.sum(); s = p * y / (p * y).sum()
    return float(sum(a * math.log(a / b) for a, b in zip(s, p) if a > 0))
def theil_between(y, p, group):
    y, p = np.asarray(y, float), np.asarray(p, float); Y, N = (y * p).sum(), p.sum(); b = 0.0
    for g in sorted(set(group)):
        k = [i for i, q in enumerate(group) if q == g]; yk, nk = (y[k] * p[k]).sum() / Y, p[k].sum() / N
        if yk > 0: b += yk * math.log(yk / nk)
    return b
def gini(y, p=None):
    y = np.asarray(y, float); p = np.ones(len(y)) if p is None else np.asarray(p, float); o = np.argsort(y, kind='stable'); y, p = y[o], p[o] / p.sum()
    L = np.r_[0, np.cumsum(p * y) / (p * y).sum()]; P = np.r_[0, np.cumsum(p)]; return float(1 - ((P[1:] - P[:-1]) * (L[1:] + L[:-1])).sum())
def location_quotients(table):
    A = np.asarray(table, float); return (A / A.sum(1, keepdims=True)) / (A.sum(0) / A.sum())
def gi_star(y, adj):
    """Getis-Ord Gi* z, binary weights with self included."""
    y = np.asarray(y, float); n = len(y); mu = y.mean(); s2 = (y ** 2).mean() - mu ** 2; out = []
    for i in range(n):
        w = np.asarray(adj[i], float).copy(); w[i] = 1; out.append(float((w @ y - mu * w.sum()) / math.sqrt(s2 * (n * (w @ w) - w.sum() ** 2) / (n - 1))))
    return out

# ---------------------------------------------------------------- rules and laws
def paths(links, start, end, seen=()):
    for l in links:
        if l['from'] == start and l['kind'] == 'link' and l['to'] not in seen:
            if l['to'] == end: yield [l['id']]
            else:
                for p in paths(links, l['to'], end, seen + (start, l['to'])): yield [l['id']] + p
def check_rules(M):
    """No double counting, order, ids, units. Returns a list of problems (empty = accepted)."""
    bad = []; order = [n['id'] for n in M['nodes']]; ids = [c['id'] for c in M['channels']] + [l['id'] for l in M['links']] + [p['id'] for p in M['pairs']]
    if len(ids) != len(set(ids)): bad.append('duplicate parameter id')
    for c in M['channels']:
        if c['lever'] not in M['levers']: bad.append(f"{c['id']}: unknown lever")
        if c['node'] not in order + ['capacity', 'link_weight']: bad.append(f"{c['id']}: unknown node")
        lo, ce, hi = c['effect']
        if not lo <= ce <= hi: bad.append(f"{c['id']}: p10 <= central <= p90 fails")
        if not (0 <= c['lag'] <= c['peak'] and c['half_life'] > 0): bad.append(f"{c['id']}: timing")
        if c['grade'] == 'E' and lo > 0: bad.append(f"{c['id']}: grade E must leave room for zero or harm")
    for l in M['links']:
        if l['lag'] == 0 and order.index(l['from']) >= order.index(l['to']): bad.append(f"{l['id']}: a lag-0 link must run forward in node order")
        if l['kind'] == 'spill' and l['lag'] < 1: bad.append(f"{l['id']}: a spillover needs a lag of a year or more")
    for p in M['pairs']:
        if max(abs(v) for v in p['gamma']) > 0.3: bad.append(f"{p['id']}: |gamma| > 0.3")
    for s in ('direct', 'chain', 'ecosystem'):
        L = [l for l in M['links'] if s in l['structures']]; C = [c for c in M['channels'] if s in c['structures']]
        for lever in M['levers']:
            mine = [c for c in C if c['lever'] == lever and c['node'] in order]
            if len({c['node'] for c in mine}) != len(mine): bad.append(f'{s}/{lever}: two channels to one node')
            for c in mine:
                if c['node'] not in OUTCOMES or c['distinct']: continue
                for d in mine:
                    if d is not c and any(True for _ in paths(L, d['node'], c['node'])): bad.append(f"{s}: {c['id']} and {d['id']} reach {c['node']} twice (no distinct reason)")
        for l in L:                                         # link level: two routes between the same nodes only as residual or declared additional
            if l['kind'] != 'link': continue
            for p in paths([q for q in L if q['lag'] == 0 or q['to'] in OUTCOMES], l['from'], l['to']):
                if p != [l['id']] and p not in l['residual_of'] and not any(k['additional'] for k in L if k['id'] in p): bad.append(f"{s}: {l['id']} duplicates path {p}")
        if s == 'direct' and any(l['to'] in OUTCOMES for l in L): bad.append('direct: a link into an outcome')
        A = np.eye(len(order))                              # stability with every lag at 0, gains at p90, R&D intensity 0.2
        for l in L:
            if l['kind'] == 'link': A[order.index(l['to']), order.index(l['from'])] += M['nodes'][order.index(l['to'])]['up'] * l['gain'][2] * (0.2 if l['scale'] == 'rd_intensity' else 1)
        for i, n in enumerate(M['nodes']): A[i, i] -= n['up']
        rad = max(abs(np.linalg.eigvals(A)))
        if rad >= 1: bad.append(f'{s}: spectral radius {rad:.3f}')
    return bad
def close(a, b, tol):
    if isinstance(b, dict): return set(a) >= set(b) and all(close(a[k], b[k], tol) for k in b)
    if isinstance(b, (list, tuple)): return len(a) == len(b) and all(close(p, q, tol) for p, q in zip(a, b))
    if b is None or isinstance(b, (str, bool)): return a == b
    return abs(float(a) - float(b)) <= tol * max(1.0, abs(float(b)))
def main():
    M = load_model(); bad = check_rules(M); print('asset rules:', 'accepted' if not bad else ''); [print('  PROBLEM', b) for b in bad]
    if '--rules' in sys.argv: return 1 if bad else 0
    from golden_cases import DISPATCH, laws
    fails = laws(M)
    for f in sorted(f for f in os.listdir(GOLDEN) if f.endswith('.json')):
        gold = json.load(open(os.path.join(GOLDEN, f), encoding='utf-8')); n = 0
        for case in gold['cases']:
            got = DISPATCH[gold['kind']](case['input'], gold.get('model')); tol = case.get('tolerance', gold['tolerance'])
            if not close(got, case['expect'], tol): fails.append(f"{f}:{case['name']}"); print('  FAIL', f, case['name'], '\n   got', str(got)[:300], '\n   exp', str(case['expect'])[:300])
            n += 1
        print(f'{f}: {n} cases')
    print('FAILED: ' + ', '.join(fails) if fails or bad else 'all golden cases and laws hold'); return 1 if fails or bad else 0
if __name__ == '__main__': sys.exit(main())
