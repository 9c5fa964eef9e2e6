"""The model of docs/MODEL.md over many draws at once in NumPy: what a modeller would write instead of this program.

Reads the same asset files and, for the draws, an audit file of the program (`tiller run --draws-out`). What does not depend on a draw (reach,
exposure, scales, shares of lever types) comes from tests/oracle/reference.py and is prepared once, outside the time measured. One place."""
import csv, json, math, os, sys
import numpy as np
HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.join(HERE, '..', '..', 'tests', 'oracle'))
import recompute, reference as ref

FIVE, TWENTY = (0.1, 0.25, 0.5, 0.75, 0.9), [(k + 0.5) / 20 for k in range(20)]
SHARES = (('innovation_active', 'innovation'), ('firms_collaborating', 'ties'))
LEVELS = (('business_rd', ('rd_spend',)), ('rd_intensity', ('rd_spend', '-productivity', '-jobs')), ('gva_per_hour', ('productivity',)))
COMPONENTS = ('leakage', 'displacement', 'substitution', 'multiplier')


def read(path):
    """Header, structure of each draw, scramble of each draw, columns by name."""
    with open(path, encoding='utf-8', newline='') as f:
        head = json.loads(f.readline()[1:])
        reader = csv.reader(f)
        names = next(reader)
        rows = list(reader)
    at = {n: i for i, n in enumerate(names)}
    structure = np.array([r[at['structure']] for r in rows])
    columns = {n: np.array([float(r[i]) for r in rows]) for n, i in at.items() if n != 'structure'}
    return head, structure, columns


def two_piece(band, y):
    lo, ce, hi = band
    return ce + np.where(y >= 0, hi - ce, ce - lo) * y / ref.Z10


class Prepared:
    """One structure and one set of grades: everything that is the same in all draws."""

    def __init__(self, M, structure, head, grades):
        T, entry = int(head['horizon']), head['places'][head['place']]
        place = dict(entry['inputs'], name=entry['code'])
        place['students'] *= place['sector_share']
        self.M, self.structure, self.place, self.T, self.J = M, structure, place, T, M['judge']
        self.plan = {l: dict(amount=a, start=s, end=e, partner=None) for l, a, s, e, _ in entry['plan'] if a > 0}
        L = M['levers']
        self.links = [l for l in M['links'] if structure in l['structures'] and l['grade'] in grades and l['kind'] == 'link']
        chans = [c for c in M['channels'] if structure in c['structures'] and c['grade'] in grades and c['lever'] in self.plan]
        reach = {l: ref.reach(L[l], place, p, T) for l, p in self.plan.items()}
        self.E = {c['id']: ref.exposure(L[c['lever']], c, reach[c['lever']], head['flatten']) for c in chans}
        top = {l: [max([self.E[c['id']][t] for c in chans if c['lever'] == l] or [0.0]) for t in range(T + 1)] for l in self.plan}
        self.channels = []
        for c in chans:
            lever = L[c['lever']]
            excess = max(0.0, max(reach[c['lever']]) - lever['evidence_dose']['hi']) if lever['kind'] == 'Spend' else 0.0
            span = lever['evidence_dose']['hi'] - lever['evidence_dose']['lo']
            widening = math.sqrt(min(self.J['extrapolation_max_variance'], 1 + excess / span)) if excess else 1.0
            factor = ref.scaled_effect(c, 1.0, lever, place, self.J) * (ref.absorptive(place) if c['absorptive'] else 1.0)
            pairs = [(p['id'], [min(1.0, e / p['e_ref']) for e in top[p['b']]]) for p in M['pairs']
                     if structure in p['structures'] and p['a'] == c['lever'] and p['node'] in ('any', c['node']) and p['b'] in top]
            self.channels.append((c, widening, ref.two_piece_mean(*c['effect']), factor, pairs))
        self.mass = self.critical_mass() if structure == 'ecosystem' else {}
        # A node moves if a channel or a moving node leads into it.
        self.live = {c['node'] for c in chans}
        while True:
            more = {l['to'] for l in self.links if l['from'] in self.live} - self.live
            if not more:
                break
            self.live |= more

    def critical_mass(self):
        """By lever: spend a head, and the logistic of its years."""
        C, L, out = self.J['critical_mass'], self.M['levers'], {}
        for l, p in self.plan.items():
            if not L[l].get('mass'):
                continue
            peers = [q for q in self.plan if L[q].get('mass') and L[q]['group'] == L[l]['group']]
            years = [sum(ref.cost(L[q], self.place, self.plan[q], t) for q in peers) for t in range(self.T + 1)]
            on = [v for v in years if v > 0]
            spend = 1e6 * sum(on) / max(1, len(on)) / (self.place['population'] * self.place['sector_share'])
            length = min(p['end'], self.T) - p['start'] + 1
            out[l] = (spend ** C['exponent'], 1 / (1 + math.exp(-(length - C['half_years']['central']) / C['years_width'])))
        return out

    def run(self, P, wanted):
        """x[node][t] over the draws of P for the nodes in `wanted` and all that lead to them."""
        C, n, T = self.J['critical_mass'], len(P['rd_depreciation']), self.T
        mass = {}
        if self.mass:
            h = P['half_spend'] ** C['exponent']
            mass = {l: (C['floor'] + (1 - C['floor']) * (s / (s + h)) * y) / C['reference'] for l, (s, y) in self.mass.items()}
        into, capacity = {}, []
        for c, widening, mean, factor, pairs in self.channels:
            theta = P[c['id']] if widening == 1.0 else mean + (P[c['id']] - mean) * widening
            if c['node'] in ref.OUTCOMES and 'factor:' + c['lever'] in P:
                theta = theta * P['factor:' + c['lever']]
            if c['node'] == 'capacity':
                capacity.append((theta, self.E[c['id']]))
            elif c['node'] != 'link_weight':
                effect = theta * factor
                if c['lever'] in mass:
                    effect = effect * mass[c['lever']]
                into.setdefault(c['node'], []).append((effect, self.E[c['id']], pairs, c['scale'] == 'rd'))
        scale = {l['id']: ref.link_scale(l, self.place, self.J) for l in self.links}
        gains = {}
        for l in self.links:
            g = P[l['id']] * scale[l['id']]
            for path in l['residual_of']:
                if all(leg in scale for leg in path):
                    g = g - math.prod(P[leg] * scale[leg] for leg in path)
            gains.setdefault(l['to'], []).append((g, l['from'], l['lag']))
        zero = np.zeros(n)
        x = {node['id']: [zero] * (T + 1) for node in self.M['nodes']}
        bounds = self.J['capacity_bounds']
        for t in range(1, T + 1):
            cap = np.ones(n)
            for theta, E in capacity:
                cap = cap + theta * E[t]
            cap = np.clip(self.place['capacity'] * cap, bounds['lo'], bounds['hi'])
            for node in self.M['nodes']:
                j = node['id']
                if j not in self.live:
                    continue
                u = np.zeros(n)
                for effect, E, pairs, logarithmic in into.get(j, ()):
                    if E[t] == 0.0:
                        continue
                    z = cap * effect * E[t]
                    for pair, strength in pairs:
                        if strength[t]:
                            z = z * (1 + P[pair] * strength[t])
                    u += np.log(np.maximum(0.05, 1 + z)) if logarithmic else z
                for g, source, lag in gains.get(j, ()):
                    if t >= lag and source in self.live:
                        u += g * x[source][t - lag]
                before = x[j][t - 1]
                rate = P['rd_depreciation'] if j == 'rd_stock' else np.where(u >= before, node['up'], node['down'])
                x[j][t] = before + rate * (u - before)
        return x


class Model:
    """A scenario of one plan, made ready for the draws of an audit file."""

    def __init__(self, path):
        self.keep, self.kept = False, {}
        self.head, structure, columns = read(path)
        head, M = self.head, recompute.model(self.head)
        self.M, self.T, self.r = M, int(head['horizon']), head['place']
        # Draws sorted by structure, so that each runs on whole slices.
        order = np.argsort(structure, kind='stable')
        self.P = {k.replace(f'factor:{self.r}:', 'factor:'): v[order] for k, v in columns.items()}
        structure = structure[order]
        self.cuts = [(s, slice(*np.flatnonzero(structure == s)[[0, -1]] + [0, 1])) for s in dict.fromkeys(structure)]
        self.scramble = self.P['scramble'].astype(int)
        self.groups = [np.flatnonzero(self.scramble == s) for s in range(10)]
        tiers = M['appraisal']['tiers']
        self.grades = [t['grades'] for t in tiers]
        self.ready = {(s, g): Prepared(M, s, head, g) for s, _ in self.cuts for g in {*self.grades, 'ABCDE'}}
        any_ready = next(iter(self.ready.values()))
        self.place, self.plan = any_ready.place, any_ready.plan
        DF = [ref.discount_factor(t, M['appraisal']['discount_schedule']) for t in range(self.T + 1)]
        self.DF = DF
        self.net = {}
        for s, _ in self.cuts:
            shares = ref.type_shares(M, s, self.place, self.plan, self.T)
            for level in ('place', 'uk'):
                rows = {m: [(w, [ref.add_value(M['additionality'], c, k, head['sector'], level, m) for c in COMPONENTS])
                            for k, w in shares[m].items()] for m in ('jobs', 'gva')}
                self.net[s, level] = rows
        L = M['levers']
        self.flows = {l: np.cumsum([DF[t] * ref.cost(L[l], self.place, p, t) for t in range(self.T + 1)]) for l, p in self.plan.items()}
        self.private = sum(f * L[l]['private_cost_ratio'] for l, f in self.flows.items())
        self.logs = {l: [math.log(L[l]['unit_cost'][k]) for k in ('p10', 'central', 'p90')] for l in self.plan}

    def same(self, key, make):
        """What no lever touches: made anew, or once where `keep` is set, as the program does between two keys."""
        if not self.keep:
            return make()
        if key not in self.kept:
            self.kept[key] = make()
        return self.kept[key]

    def columns(self, cut):
        return {k: v[cut] for k, v in self.P.items()}

    def factors(self, structure, level, P):
        """Net factors: jobs, jobs before the multiplier, GVA."""
        def total(measure, multiplier):
            out = 0.0
            for weight, rows in self.net[structure, level][measure]:
                def alone():
                    f = 1.0
                    for name, row in zip(COMPONENTS, rows):
                        if name == 'multiplier' and not multiplier:
                            continue
                        top = 9.0 if name == 'multiplier' else 1.0
                        v = np.clip(two_piece([row['p10'], row['central'], row['p90']], P[name + '_score']), 0.0, top)
                        f = f * (v if name == 'multiplier' else 1 - v)
                    return f
                f = weight * self.same(('net', structure, level, measure, multiplier, weight), alone)
                out = out + f
            return out
        return total('jobs', True), total('jobs', False), total('gva', True)

    def error(self, v):
        medians = np.array([np.median(v[g]) for g in self.groups])
        return 2.262157162740992 * medians.std(ddof=1) / math.sqrt(10)

    def project(self):
        """Quantiles of every indicator and year: what the program works out after each key. Returns figures of the last year.

        The audit file holds bases of the last year only: earlier years take them too, at the same cost."""
        T, P, n = self.T, self.P, len(self.scramble)
        x = {node: np.zeros((T + 1, n)) for node in ('skills', 'practice', 'ties', 'rd_spend', 'innovation', 'productivity', 'jobs')}
        net = {level: [np.empty(n) for _ in range(3)] for level in ('place', 'uk')}
        tiers = {g: np.zeros(n) for g in self.grades}
        for structure, cut in self.cuts:
            columns = self.columns(cut)
            for level in ('place', 'uk'):
                for whole, part in zip(net[level], self.factors(structure, level, columns)):
                    whole[cut] = part
            for grades in dict.fromkeys(['ABCDE', *self.grades]):
                ready = self.ready[structure, grades]
                if not ready.live & set(ref.OUTCOMES) and grades != 'ABCDE':
                    continue
                run = ready.run(columns, x)
                if grades == 'ABCDE':
                    for node, years in x.items():
                        for t in range(1, T + 1):
                            years[t, cut] = run[node][t]
                if grades in tiers:
                    _, jobs, gva = (f[cut] for f in net['uk'])
                    tiers[grades][cut] = sum(self.DF[t] * columns['start:gva_m'] * (np.expm1(run['productivity'][t]) * gva + np.expm1(run['jobs'][t]) * jobs)
                                             for t in range(1, T + 1))
        cost_factor = self.same('cost', lambda: {l: np.exp(two_piece(b, P['cost_score'])) / math.exp(b[1]) * (1 + P['optimism_bias']) for l, b in self.logs.items()})
        logit = self.same('logit', lambda: {i: np.log(P['base:' + i] / (100 - P['base:' + i])) for i, _ in SHARES})
        logs = self.same('logs', lambda: {i: np.log(P['base:' + i]) for i, _ in LEVELS})
        pv = {level: np.zeros(n) for level in ('place', 'uk')}
        out = {}
        for t in range(T + 1):
            change, scenario = {}, {}
            for i, node in SHARES:
                base, scenario[i] = self.same((i, t), lambda: 100 / (1 + np.exp(-logit[i]))), 100 / (1 + np.exp(-(logit[i] + x[node][t])))
                change[i] = scenario[i] - base
            change['trained_workforce'] = x['skills'][t]
            scenario['trained_workforce'] = np.clip(P['base:trained_workforce'] + x['skills'][t], 0, 100)
            change['management_score'] = self.M['judge']['practice_sd_points'] * x['practice'][t]
            scenario['management_score'] = P['base:management_score'] + change['management_score']
            for i, nodes in LEVELS:
                base = self.same((i, t), lambda: np.exp(logs[i]))
                move = sum(-x[v[1:]][t] if v[0] == '-' else x[v][t] for v in nodes)
                change[i] = base * np.expm1(move)
                scenario[i] = base + change[i]
            productivity, jobs = np.expm1(x['productivity'][t]), np.expm1(x['jobs'][t])
            for level in pv:
                _, before, gva = net[level]
                pv[level] = pv[level] + self.DF[t] * P['start:gva_m'] * (productivity * gva + jobs * before)
            cost = sum(self.flows[l][t] * f for l, f in cost_factor.items())
            change['net_jobs'], change['net_gva_pv'], change['public_cost_pv'] = P['start:workforce'] * jobs * net['place'][0], pv['place'], cost
            change['value_for_money'] = (pv['uk'] - self.private[t]) / cost if self.private[t] or np.any(cost) else np.zeros(n)
            # The audit file does not hold the UK's GVA a head: the place's own stands in, which changes the unit of this one figure only.
            flow = P['start:gva_m'] * (productivity * net['place'][2] + jobs * net['place'][1])
            change['gap'] = flow * 1e6 / self.place['population'] / self.place['gva_head']
            for i, v in change.items():
                qs = FIVE if t < T else (*FIVE, *TWENTY)
                out[i, t] = (np.quantile(v, qs), np.mean(v > 0), np.mean(v < 0), v.mean(), self.error(v))
            for i, v in scenario.items():
                out['level', i, t] = np.quantile(v, FIVE if t < T else (*FIVE, *TWENTY))
        for grades, benefit in tiers.items():
            out['bcr', grades] = np.quantile((benefit - self.private[T]) / cost, FIVE)
        out['changes'] = change
        return out
