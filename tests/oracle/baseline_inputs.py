#!/usr/bin/env python3
"""An independent derivation of the baseline inputs of every place and sector, by the rules of docs/BASELINE.md and assets/model/baseline.ron.
Reads assets/evidence (observations.csv.gz unpacked in memory), writes tests/fixtures/golden/k_baseline_inputs.csv. It shares no code with the
program: the Rust loader is held against it to 1e-9. Plain loops.
   baseline_inputs.py            write the golden file and print every check
   baseline_inputs.py --check    recompute and compare with the golden file (1e-9, relative to max(1, |x|))"""
import csv, gzip, math, os, sys
import reference as ref
HERE = os.path.dirname(os.path.abspath(__file__)); EV = os.path.join(HERE, '..', '..', 'assets', 'evidence')
GOLD = os.path.join(ref.GOLDEN, 'k_baseline_inputs.csv')
B = ref.read_ron('baseline.ron'); NAT = {n['sector']: n for n in B['national']}; SEC = B['sectors']; GRP = SEC + ['other']; ALL = ['all'] + SEC
table = lambda name: list(csv.DictReader(gzip.open(os.path.join(EV, name), 'rt', encoding='utf-8', newline='') if name.endswith('.gz') else open(os.path.join(EV, name), encoding='utf-8')))
AREA = table('areas.csv'); NAME = {a['area_code']: a['name'] for a in AREA}; ITL = [a['area_code'] for a in AREA if a['tier'] == 'itl1']; LEP = [a['area_code'] for a in AREA if a['tier'] == 'lep']
UK, GB, ENG, NI = B['united_kingdom'], B['great_britain'], B['england'], B['northern_ireland']; SPLIT = set(B['split_leps'])
OBS = {}
for o in table('observations.csv.gz'): OBS.setdefault((o['indicator'], o['area'], o['sector'], int(o['period_start'])), (float(o['value']), o['source_id']))
def obs(ind, area, sector, year):
    v = OBS.get((ind, area, sector, year)); return None if v is None else v[0]
def need(ind, area, sector, year):
    v = obs(ind, area, sector, year)
    if v is None: raise SystemExit(f'no observation {ind} {area} {sector} {year}')
    return v
# ------------------------------------------------------------------ membership of a LEP in regions: shares of people
PEOPLE = {a['area_code']: float(a['population_mid2021']) for a in AREA if a['tier'] in ('itl1', 'lep')}; M = {}
for a in AREA:
    if a['tier'] != 'lep': continue
    part = {p.split('=')[0].strip(): float(p.split('=')[1].strip(' %')) / 100 for p in a['overlap'].split(';') if '=' in p}
    M[a['area_code']] = {a['parent_itl1']: 1 - sum(part.values()), **part}
def parent(l, f): return sum(w * f(r) for r, w in M[l].items())                    # people-weighted mean over the parents
DUP = {r: sum(M[l].get(r, 0.0) * PEOPLE[l] for l in LEP) / PEOPLE[r] for r in ITL}   # 1, or more where districts sit in two LEPs
def ipf(seed, rows, cols, rounds):
    """Iterative proportional fitting; ends on the rows, so that places add up exactly."""
    x = {k: v for k, v in seed.items()}
    for _ in range(rounds):
        for c in cols:
            t = sum(x[r, c] for r in rows)
            for r in rows: x[r, c] *= cols[c] / t
        for r in rows:
            t = sum(x[r, c] for c in cols)
            for c in cols: x[r, c] *= rows[r] / t
    return x
def benchmark(x, target):
    """LEP amounts scaled so that each English region's LEPs add to the region (times DUP)."""
    x = dict(x); eng = [r for r in ITL if DUP[r] > 0]
    for _ in range(int(B['benchmark_rounds'])):
        f = {r: target[r] * DUP[r] / sum(M[l].get(r, 0.0) * x[l] for l in LEP) for r in eng}
        x = {l: x[l] * sum(w * f[r] for r, w in M[l].items()) for l in LEP}
    return x
DEF = {int(y): v for y, v in B['deflator']['index']}
def real(v, year): return v * DEF[int(B['deflator']['base'])] / DEF[year]
V = {}                                                            # (place, sector, input) -> value; 'other' kept for weights
put = lambda p, s, i, v: V.__setitem__((p, s, i), v)
get = lambda p, s, i: V[p, s, i]
# ------------------------------------------------------------------ GVA (Gva): current price of the year; LEP scaled to England by sector; split LEPs to own hours
def raw_gva(p, s, year): return need('sector_gva_current', p, s, year)
def lep_scale(s, year): return raw_gva(ENG, s, year) / sum(raw_gva(l, s, year) for l in LEP)
SPLITF = {}
for l in LEP:
    own = raw_gva(l, 'all', 2021) * 1e6 / (need('gva_per_hour_lep_fw', l, 'all', 2021) * 52 * need('sector_emp_all', l, 'all', 2019))
    par = parent(l, lambda r: need('weekly_hours', r, 'all', 2021) / need('sector_emp_all', r, 'all', 2019)); SPLITF[l] = (par / own if l in SPLIT else 1.0, own / par)
def gva(p, s, year): return raw_gva(p, s, year) * (lep_scale(s, year) * SPLITF[p][0] if p in M else 1.0)
for p in ITL + LEP:
    for s in ALL: put(p, s, 'gva_m', real(gva(p, s, 2022), 2022))
    put(p, 'other', 'gva_m', get(p, 'all', 'gva_m') - sum(get(p, s, 'gva_m') for s in SEC))
# ------------------------------------------------------------------ jobs (Workforce)
def jobs_itl(r, s, y): return need('sector_emp_all', r, 'all', y) if s == 'all' else need('sector_emp_gvabasis', r, s, y)
for r in ITL:
    if r == NI: continue
    for s in ALL: put(r, s, 'workforce', jobs_itl(r, s, 2021))
    put(r, 'other', 'workforce', get(r, 'all', 'workforce') - sum(get(r, s, 'workforce') for s in SEC))
gbl = [r for r in ITL if r != NI]
fj = lambda a: need('filled_jobs', a, 'all', 2021)
ni_all = fj(NI) * sum(get(r, 'all', 'workforce') for r in gbl) / (fj(UK) - fj(NI))
seed = {}
for s in GRP:
    g21 = lambda p: gva(p, s, 2021) if s != 'other' else gva(p, 'all', 2021) - sum(gva(p, q, 2021) for q in SEC)
    seed[s] = g21(NI) * sum(get(r, s, 'workforce') for r in gbl) / sum(g21(r) for r in gbl)
for s in GRP: put(NI, s, 'workforce', seed[s] * ni_all / sum(seed.values()))
put(NI, 'all', 'workforce', ni_all)
for l in LEP:
    put(l, 'all', 'workforce', need('sector_emp_all', l, 'all', 2019) * parent(l, lambda r: jobs_itl(r, 'all', 2021) / jobs_itl(r, 'all', 2019)))
    for s in SEC:
        if s == 'advanced_manufacturing': v = gva(l, s, 2021) * parent(l, lambda r: jobs_itl(r, s, 2021) / gva(r, s, 2021))
        else: v = need('sector_emp_section_proxy', l, s, 2019) * need('sector_emp_gvabasis', ENG, s, 2019) / need('sector_emp_section_proxy', ENG, s, 2019) * parent(l, lambda r: jobs_itl(r, s, 2021) / jobs_itl(r, s, 2019))
        put(l, s, 'workforce', v)
    put(l, 'other', 'workforce', get(l, 'all', 'workforce') - sum(get(l, s, 'workforce') for s in SEC))
for p in ITL + LEP:
    for s in ALL: put(p, s, 'sector_share', get(p, s, 'workforce') / get(p, 'all', 'workforce'))
UKJOBS = {s: sum(get(r, s, 'workforce') for r in ITL) for s in ALL + ['other']}; UKGVA = {s: sum(get(r, s, 'gva_m') for r in ITL) for s in ALL + ['other']}
# ------------------------------------------------------------------ firms (Firms), SMEs (Smes), SME share of output (SmeGvaShare)
rows = {r: need('enterprises_10plus', r, 'all', 2024) for r in ITL}; cols = {s: need('national_enterprises_10plus', UK, s, 2024) for s in SEC}; cols['other'] = sum(rows.values()) - sum(cols.values())
X = ipf({(r, s): get(r, s, 'workforce') * cols[s] / UKJOBS[s] for r in ITL for s in GRP}, rows, cols, int(B['ipf_rounds']))
for r in ITL:
    for s in GRP: put(r, s, 'firms', X[r, s])
    put(r, 'all', 'firms', rows[r])
for l in LEP:
    sd = {s: get(l, s, 'workforce') * parent(l, lambda r: get(r, s, 'firms') / get(r, s, 'workforce')) for s in GRP}; tot = need('enterprises_10plus', l, 'all', 2024)
    for s in GRP: put(l, s, 'firms', sd[s] * tot / sum(sd.values()))
    put(l, 'all', 'firms', tot)
UKFIRMS = {s: sum(get(r, s, 'firms') for r in ITL) for s in ALL + ['other']}; SG = B['sme_gva_share']
for p in ITL + LEP:
    for s in ALL:
        put(p, s, 'smes', get(p, s, 'firms') * (1 - B['large_share_of_firms']['value']))
        rel = (get(p, s, 'firms') / get(p, s, 'workforce')) / (UKFIRMS['all'] / UKJOBS['all']); put(p, s, 'sme_gva_share', min(SG['hi'], max(SG['lo'], SG['value'] * rel)))
# ------------------------------------------------------------------ GVA per hour (GvaHour): place observed; sector = place x relative GVA per weighted hour, both of 2021
for p in ITL + LEP:
    base = real(need('gva_per_hour_lep_fw' if p in M else 'gva_per_hour_gbp', p, 'all', 2023), 2023); put(p, 'all', 'gva_hour', base)
    hrs = lambda s: get(p, s, 'workforce') * NAT[s]['all_jobs_factor'] * NAT[s]['hours']
    g21 = lambda s: gva(p, s, 2021) if s != 'other' else gva(p, 'all', 2021) - sum(gva(p, q, 2021) for q in SEC)
    mean = sum(g21(s) for s in GRP) / sum(hrs(s) for s in GRP)
    for s in SEC: put(p, s, 'gva_hour', base * g21(s) / hrs(s) / mean)
# ------------------------------------------------------------------ business R&D (Rd)
rows = {r: need('berd_gbp_m', r, 'all', 2024) for r in ITL}; tot = sum(rows.values()); cols = {s: NAT[s]['rd_share'] * tot for s in SEC}; cols['other'] = tot - sum(cols.values())
X = ipf({(r, s): get(r, s, 'gva_m') * cols[s] / UKGVA[s] for r in ITL for s in GRP}, rows, cols, int(B['ipf_rounds']))
for r in ITL:
    for s in GRP: put(r, s, 'rd_m', X[r, s])
    put(r, 'all', 'rd_m', rows[r])
def stem(p):
    v = [obs('stem_professionals_soc2020', p, 'all', y) for y in (2021, 2022, 2023, 2024)]; v = [x for x in v if x is not None]; return sum(v) / len(v) / PEOPLE[p] if v else None
for s in GRP:
    sd = {l: get(l, s, 'gva_m') * parent(l, lambda r: get(r, s, 'rd_m') / get(r, s, 'gva_m')) * (stem(l) / parent(l, stem)) ** B['stem_exponent'] for l in LEP}
    for l, v in benchmark(sd, {r: get(r, s, 'rd_m') for r in ITL}).items(): put(l, s, 'rd_m', v)
for l in LEP: put(l, 'all', 'rd_m', sum(get(l, s, 'rd_m') for s in GRP))
# ------------------------------------------------------------------ survey shares: two-way raking for regions, one-way for LEPs
def rake_itl(inp, weight, allv, natv):
    """allv[r]: place value; natv[s]: target for the UK sector. The sector 'other' takes the remainder."""
    w = lambda p, s: get(p, s, weight); R = {r: w(r, 'all') * allv[r] for r in ITL}; C = {s: sum(w(r, s) for r in ITL) * natv[s] for s in SEC}; C['other'] = sum(R.values()) - sum(C.values())
    uk = sum(R.values()) / sum(w(r, 'all') for r in ITL); wo = sum(w(r, 'other') for r in ITL)
    seed = {(r, s): w(r, s) * allv[r] * (natv[s] if s != 'other' else C['other'] / wo) / uk for r in ITL for s in GRP}
    X = ipf(seed, R, C, int(B['ipf_rounds']))
    for r in ITL:
        put(r, 'all', inp, allv[r])
        for s in GRP: put(r, s, inp, X[r, s] / w(r, s))
    return uk
def rake_lep(inp, weight, allv, seedv):
    for l in LEP:
        k = allv[l] * get(l, 'all', weight) / sum(get(l, s, weight) * seedv(l, s) for s in GRP); put(l, 'all', inp, allv[l])
        for s in GRP: put(l, s, inp, seedv(l, s) * k)
ip = B['imputed_pair']; imp = {i['area_code']: float(i['value']) for i in table('series_imputations.csv') if i['indicator_id'] == ip['indicator'] and int(i['period_start']) == int(ip['period'])}
inn = {r: (imp[ip['area_key']] if r in ip['areas'] else need('ukis_innovation_active_pct', r, 'all', 2020)) for r in ITL}
uk0 = sum(get(r, 'all', 'firms') * inn[r] for r in ITL) / UKFIRMS['all']
UKINN = rake_itl('innovation_pct', 'firms', inn, {s: uk0 * NAT[s]['innovation_raw'] ** B['innovation_shrinkage'] for s in SEC})
rake_lep('innovation_pct', 'firms', {l: parent(l, lambda r: inn[r]) for l in LEP}, lambda l, s: parent(l, lambda r: get(r, s, 'innovation_pct')))
coop = need(B['coop_share_of_innovators']['series'], UK, 'all', 2018) / 100
for p in ITL + LEP:
    for s in ALL: put(p, s, 'collab_pct', coop * get(p, s, 'innovation_pct')); put(p, s, 'practice_score', NAT[s]['practice'])
eng_tr = need('ess_staff_trained_pct', ENG, 'all', 2019)
tr = {r: (obs('ess_staff_trained_pct', r, 'all', 2019) or eng_tr) for r in ITL}
UKTR = rake_itl('trained_pct', 'workforce', tr, {s: need('national_staff_trained', ENG, s, 2019) for s in SEC})
lg = lambda v: math.log(v / (100 - v)); il = lambda x: 100 / (1 + math.exp(-x))
trl = {l: need('ess_staff_trained_pct', l, 'all', 2019) for l in LEP}; OBSCELL = {}
def trained_seed(l, s):
    d = trl[l] * parent(l, lambda r: get(r, s, 'trained_pct')) / parent(l, lambda r: tr[r]); o = obs('ess_staff_trained', l, s, 2019) if s != 'other' else None
    if o is None: return d
    OBSCELL[l, s] = (o, d); return il(0.5 * lg(o) + 0.5 * lg(d))          # a survey cell enters at half weight on the logit scale
rake_lep('trained_pct', 'workforce', trl, trained_seed)
# ------------------------------------------------------------------ place inputs
for p in ITL + LEP:
    put(p, 'all', 'population', obs('population', p, 'all', 2022) or need('population', p, 'all', 2021)); put(p, 'all', 'capacity', B['capacity']['value'])
    put(p, 'all', 'gva_head', get(p, 'all', 'gva_m') * 1e6 / get(p, 'all', 'population'))
pop = lambda p: get(p, 'all', 'population')
l4 = {p: obs('level4plus_pct', p, 'all', 2024) for p in ITL + LEP}; gb4 = sum(pop(r) * l4[r] for r in gbl) / sum(pop(r) for r in gbl)
l4[NI] = gb4 * need('level3plus_pct', NI, 'all', 2023) / need('level3plus_pct', GB, 'all', 2023); uk4 = sum(pop(r) * l4[r] for r in ITL) / sum(pop(r) for r in ITL)
ukint = sum(get(r, 'all', 'rd_m') for r in ITL) / UKGVA['all']
fe_eng = need('fes_participation', ENG, 'all', 2023) / sum(pop(r) for r in ITL if r.startswith('E'))
for p in ITL + LEP:
    put(p, 'all', 'skill_ratio', l4[p] / uk4); put(p, 'all', 'rd_ratio', get(p, 'all', 'rd_m') / get(p, 'all', 'gva_m') / ukint)
    fe = obs('fes_participation', p, 'all', 2023); he = obs('hesa_stem_students', p, 'all', 2018)
    if fe is None: fe = fe_eng * pop(p)
    if he is None: he = pop(p) * parent(p, lambda r: need('hesa_stem_students', r, 'all', 2018) / pop(r))
    put(p, 'all', 'students', fe + he)
# ------------------------------------------------------------------ marks and added uncertainty
ORDER = [m['id'] for m in B['marks']]; SD = {m['id']: m['sd'] for m in B['marks']}; WORD = {m['id']: m['word'] for m in B['marks']}; INP = {i['id']: i for i in B['inputs']}
tier = lambda p: 'lep' if p in M else 'itl1'
def mark(rows, p):
    out = None
    for key, m in rows:
        if key in (tier(p), p) or (key == 'split' and p in SPLIT): out = m
    return out
def extra(i, p, step): return next((x['sd'] for x in B['sd_extra'] if x['input'] == i and x['tier'] == tier(p) and x['step'] == step), None)
def quality(i, p, s):
    d = INP[i]; a = mark(d['place_marks'], p); v = d['measurement_sd'] ** 2 + (extra(i, p, 'Place') if extra(i, p, 'Place') is not None else SD[a]) ** 2; weak = a
    if s != 'all':
        b = mark(d['sector_marks'], p); v += (extra(i, p, 'Sector') if extra(i, p, 'Sector') is not None else SD[b]) ** 2; weak = max(a, b, key=ORDER.index)
    return WORD[weak], math.sqrt(v)
ROWS = []
for p in ITL + LEP:
    for s in ALL:
        for d in B['inputs']:
            if d['level'] == 'Place' and s != 'all': continue
            m, sd = quality(d['id'], p, s); ROWS.append([p, s, d['id'], get(p, s, d['id']), d['unit'], m, sd, d['sources']])
# ------------------------------------------------------------------ a group of places (Group): sums, and ratios recomputed from them
HVM = ['E37000006', 'E37000053', 'E37000054', 'E37000021', 'E37000012']; GROUP = 'GROUP:E37000006+E37000012+E37000021+E37000053+E37000054'
def group(members, s, i):
    tot = lambda k, q=s: sum(get(p, q, k) for p in members); wm = lambda k, w: sum(get(p, s, k) * get(p, s, w) for p in members) / tot(w)
    if i in ('workforce', 'firms', 'smes', 'gva_m', 'rd_m', 'population', 'students'): return tot(i)
    if i == 'gva_hour': return tot('gva_m') / sum(get(p, s, 'gva_m') / get(p, s, 'gva_hour') for p in members)
    if i in ('innovation_pct', 'collab_pct', 'practice_score'): return wm(i, 'firms')
    if i == 'trained_pct': return wm(i, 'workforce')
    if i == 'sme_gva_share': return wm(i, 'gva_m')
    if i == 'sector_share': return tot('workforce') / tot('workforce', 'all')
    if i == 'gva_head': return tot('gva_m') * 1e6 / tot('population')
    if i in ('skill_ratio', 'capacity'): return wm(i, 'population')
    if i == 'rd_ratio': return tot('rd_m') / tot('gva_m') / ukint
for s in ('all', 'advanced_manufacturing'):
    for d in B['inputs']:
        if d['level'] == 'Place' and s != 'all': continue
        q = [quality(d['id'], p, s) for p in HVM]; w = [get(p, s, 'workforce') for p in HVM]
        weak = max((m for m, _ in q), key=lambda m: [WORD[o] for o in ORDER].index(m))
        ROWS.append([GROUP, s, d['id'], group(HVM, s, d['id']), d['unit'], weak, sum(a * b for (_, a), b in zip(q, w)) / sum(w), d['sources']])   # errors taken as shared: job-weighted mean sd
# ------------------------------------------------------------------ distance and similarity (derived, not stored)
def km(a, b):
    la, lo, lb, mo = (math.radians(v) for v in (a[0], a[1], b[0], b[1])); h = math.sin((lb - la) / 2) ** 2 + math.cos(la) * math.cos(lb) * math.sin((mo - lo) / 2) ** 2
    return 2 * 6371.0 * math.asin(math.sqrt(h))
def cosine(p, q):
    a, b = ([get(z, s, 'sector_share') for s in SEC] for z in (p, q)); return sum(x * y for x, y in zip(a, b)) / math.sqrt(sum(x * x for x in a) * sum(y * y for y in b))
# ------------------------------------------------------------------ checks
def checks():
    bad = []; say = print
    def flag(ok, text):
        if not ok: bad.append(text)
    uk = lambda i, s='all': sum(get(r, s, i) for r in ITL)
    say('UK totals: jobs %.0f, firms %.0f, GVA 2024 prices %.0f, BERD %.0f; innovation %.2f (published 36), trained %.2f, degree-level %.2f, R&D intensity %.2f %%' % (uk('workforce'), uk('firms'), uk('gva_m'), uk('rd_m'), UKINN, UKTR, uk4, 100 * ukint))
    flag(abs(uk('firms') / need('enterprises_10plus', UK, 'all', 2024) - 1) < .001, 'firms do not add to the UK'); flag(abs(uk('rd_m') / need('berd_gbp_m', UK, 'all', 2024) - 1) < .005, 'BERD does not add to the UK')
    flag(abs(UKGVA['all'] / real(need('sector_gva_current', UK, 'all', 2022), 2022) - 1) < .001, 'GVA does not add to the UK')
    for s in SEC: say('  UK %-32s jobs %8.0f firms %6.0f GVA %7.0f rd %6.0f (%.1f %% of GVA) gva/h %.1f innov %.1f collab %.1f trained %.1f sme_gva %.2f' % (s, UKJOBS[s], UKFIRMS[s], UKGVA[s], uk('rd_m', s), 100 * uk('rd_m', s) / UKGVA[s],
        UKGVA[s] / sum(get(r, s, 'gva_m') / get(r, s, 'gva_hour') for r in ITL), *(sum(get(r, s, i) * get(r, s, w) for r in ITL) / uk(w, s) for i, w in (('innovation_pct', 'firms'), ('collab_pct', 'firms'), ('trained_pct', 'workforce'), ('sme_gva_share', 'gva_m')))))
    say('  UK other: innovation %.1f trained %.1f rd %.0f' % tuple(sum(get(r, 'other', i) * get(r, 'other', w) for r in ITL) / uk(w, 'other') for i, w in (('innovation_pct', 'firms'), ('trained_pct', 'workforce'))) .__add__((uk('rd_m', 'other'),)))
    for inp, w in (('innovation_pct', 'firms'), ('trained_pct', 'workforce')):
        for p in ITL + LEP: flag(abs(sum(get(p, s, inp) * get(p, s, w) for s in GRP) / get(p, 'all', w) - get(p, 'all', inp)) < 1e-9, f'{inp} {NAME[p]}: sectors do not average back')
    for p in ITL + LEP:
        n = ('LEP ' if p in M else '') + NAME[p]
        for s in ALL:
            c = f'{n} / {s}'
            for i in ('innovation_pct', 'collab_pct', 'trained_pct'): flag(0 < get(p, s, i) < 100, f'{c}: {i} {get(p, s, i):.1f}')
            flag(get(p, s, 'innovation_pct') < 65, f'{c}: innovation {get(p, s, "innovation_pct"):.0f} % above every published industry')
            h = get(p, s, 'gva_hour'); flag((28 <= h <= 65) if s == 'all' else (15 <= h <= 110), f'{c}: GVA an hour {h:.1f}')
            z = get(p, s, 'workforce') / get(p, s, 'firms'); flag((70 <= z <= 160) if s == 'all' else (20 <= z <= 400), f'{c}: {z:.0f} jobs for each firm with 10+ staff')
            ri = 100 * get(p, s, 'rd_m') / get(p, s, 'gva_m'); flag(ri < 45, f'{c}: R&D {ri:.0f} % of GVA'); q = get(p, s, 'sme_gva_share'); flag(SG['lo'] < q < SG['hi'], f'{c}: SME share of output at its bound {q}')
        for i in ('workforce', 'gva_m', 'firms', 'rd_m', 'innovation_pct', 'trained_pct'): flag(get(p, 'other', i) > 0, f'{n}: remainder of {i} is {get(p, "other", i):.1f}')
        flag(12 <= get(p, 'other', 'innovation_pct') <= 55, f'{n}: innovation outside the six sectors {get(p, "other", "innovation_pct"):.1f}')
        for i in ('skill_ratio', 'rd_ratio'): flag(.5 <= get(p, 'all', i) <= 1.9, f'{n}: {i} {get(p, "all", i):.2f}')
        if p in M: flag(abs(math.log(SPLITF[p][1])) < .12, f'{n}: GVA and jobs imply {SPLITF[p][1]:.2f} of the parent\'s hours a job' + (' (split LEP: rescaled)' if p in SPLIT else ''))
    say('LEP sums against regions (1 = agree; DUP-adjusted), jobs / GVA / R&D / firms:')
    for r in ITL:
        if DUP[r] == 0: continue
        row = [sum(M[l].get(r, 0) * get(l, 'all', i) for l in LEP) / get(r, 'all', i) / DUP[r] for i in ('workforce', 'gva_m', 'rd_m', 'firms')]; say('  %-26s DUP %.3f  ' % (NAME[r], DUP[r]) + ' '.join('%.3f' % v for v in row))
        for v, i in zip(row, ('jobs', 'GVA', 'R&D', 'firms')): flag(.93 <= v <= 1.07, f'LEPs of {NAME[r]}: {i} add to {v:.3f} of the region')
    for s in SEC:
        j = sum(get(l, s, 'workforce') for l in LEP) / sum(DUP[r] * get(r, s, 'workforce') for r in ITL); flag(.93 <= j <= 1.07, f'LEP jobs in {s}: {j:.3f} of England')
    sdev = lambda v: math.sqrt(sum(x * x for x in v) / len(v))
    say('measured rule errors (root mean square, log or logit):')
    say('  LEP GVA an hour replaced by its parent            %.3f' % sdev([math.log(get(l, 'all', 'gva_hour') / parent(l, lambda r: get(r, 'all', 'gva_hour'))) for l in LEP]))
    say('  LEP degree share replaced by its parent           %.3f' % sdev([lg(l4[l]) - lg(parent(l, lambda r: l4[r])) for l in LEP]))
    say('  LEP staff trained replaced by its parent          %.3f' % sdev([lg(trl[l]) - lg(parent(l, lambda r: tr[r])) for l in LEP]))
    say('  LEP x sector staff trained, rule against %d cells %.3f' % (len(OBSCELL), sdev([lg(o) - lg(d) for o, d in OBSCELL.values()])))
    say('  LEP sector jobs: GVA route against section route  ' + ' '.join('%s %.3f' % (s[:6], sdev([math.log(gva(l, s, 2021) * parent(l, lambda r: jobs_itl(r, s, 2021) / gva(r, s, 2021)) / get(l, s, 'workforce')) for l in LEP if l not in SPLIT])) for s in SEC[1:]))
    exp_rd = {r: sum(get(r, s, 'gva_m') * cols[s] / UKGVA[s] for s in GRP) for r in ITL}; res = {r: math.log(get(r, 'all', 'rd_m') / exp_rd[r]) for r in ITL}; m = sum(res.values()) / 12
    sx = {r: math.log(stem(r)) for r in gbl}; mx = sum(sx.values()) / len(sx); mr = sum(res[r] for r in gbl) / len(gbl); b = sum((sx[r] - mx) * (res[r] - mr) for r in gbl) / sum((sx[r] - mx) ** 2 for r in gbl)
    say('  region R&D against its sector mix                 %.3f; slope on science professionals per head %.2f (11 regions)' % (sdev([v - m for v in res.values()]), b))
    say('  residuals: ' + ', '.join('%s %+.2f' % (NAME[r], v - m) for r, v in res.items()))
    rev = [float(u['value']) / 100 for u in table('series_uncertainty.csv') if u['indicator_id'] == 'berd_gbp_m' and u['kind'].startswith('revision') and u['area_code'] in ITL]; say('  BERD revision (%d region-years)                    %.3f' % (len(rev), sdev(rev)))
    inno = {r: inn[r] for r in ITL}; cis = {r: need('cis4_coop_pct', r, 'all', 2002) for r in ITL}; rk = lambda d: {k: sorted(d, key=d.get).index(k) for k in d}; a, c = rk(inno), rk(cis); say('  rank correlation of the collaboration rule with CIS4 (2002-04) %.2f' % (1 - 6 * sum((a[r] - c[r]) ** 2 for r in ITL) / (12 * 143)))
    for a, c in (('2013', '2022'), ('2018', '2023')):
        imp = lambda y: need('gdp_per_head_gbp', UK, 'all', int(y)) / need('gdp_per_head_cvm_gbp', UK, 'all', int(y)); say('  deflator %s-%s: HM Treasury %.4f, implied by regional accounts %.4f' % (a, c, DEF[int(c)] / DEF[int(a)], imp(c) / imp(a)))
    path = os.path.join(EV, 'centroids.csv')
    if os.path.exists(path):
        C = {c['area_code']: (float(c['lat']), float(c['lon'])) for c in csv.DictReader(open(path, encoding='utf-8'))}; flag(set(C) == set(ITL + LEP), 'centroids incomplete')
        for group_ in (ITL, LEP):
            d = sorted((km(C[p], C[q]), NAME[p], NAME[q]) for i, p in enumerate(group_) for q in group_[i + 1:]); s_ = sorted((cosine(p, q), NAME[p], NAME[q]) for i, p in enumerate(group_) for q in group_[i + 1:])
            say('  %d places: distance %.0f (%s - %s) to %.0f km; %d of %d pairs within 300 km; job-share cosine %.3f (%s - %s), median %.3f' % (len(group_), *d[0], d[-1][0], sum(x[0] <= 300 for x in d), len(d), *s_[0], s_[len(s_) // 2][0]))
    path = os.path.join(EV, 'tiles.csv')
    if os.path.exists(path):
        T = {t['area_code']: (t['tier'], int(t['row']), int(t['col'])) for t in csv.DictReader(open(path, encoding='utf-8'))}; flag(set(T) == set(ITL + LEP) and len(set(T.values())) == len(T), 'tiles: missing or overlapping')
        for t in ('itl1', 'lep'):
            n = {tuple(sorted((x['area_code'], x['neighbour_code']))) for x in table('neighbours.csv') if x['tier'] == t and x['neighbour_code'] in T}; dist = lambda e: max(abs(T[e[0]][k] - T[e[1]][k]) for k in (1, 2))
            say('  tiles %s: %d of %d neighbour pairs touch by an edge, %d by edge or corner' % (t, sum(sum(abs(T[a][k] - T[c][k]) for k in (1, 2)) == 1 for a, c in n), len(n), sum(dist(e) == 1 for e in n)))
    say(f'\nSUSPICIOUS CELLS ({len(bad)}):'); [say('  ' + t) for t in bad]
    say('\nHVM line, advanced manufacturing:'); [say('  %-34s' % NAME[p] + ' '.join('%s %.4g' % (i, get(p, 'advanced_manufacturing', i)) for i in ('workforce', 'firms', 'gva_m', 'rd_m', 'gva_hour', 'innovation_pct', 'trained_pct', 'sme_gva_share'))) for p in HVM]
    say('  %-34s' % 'group' + ' '.join('%s %.4g' % (i, group(HVM, 'advanced_manufacturing', i)) for i in ('workforce', 'firms', 'gva_m', 'rd_m', 'gva_hour', 'innovation_pct', 'trained_pct', 'sme_gva_share')))
def main():
    if '--check' in sys.argv:
        old = list(csv.reader(open(GOLD, encoding='utf-8')))[1:]; worst = max(abs(float(o[3]) - n[3]) / max(1, abs(n[3])) for o, n in zip(old, ROWS)); same = len(old) == len(ROWS) and all(o[:3] == n[:3] and o[5] == n[5] for o, n in zip(old, ROWS))
        print('rows', len(old), 'largest relative difference', worst, 'ok' if same and worst < 1e-9 else 'DIFFERENT'); return 0 if same and worst < 1e-9 else 1
    with open(GOLD, 'w', newline='', encoding='utf-8') as f:
        w = csv.writer(f, lineterminator='\n'); w.writerow('place_code,sector,input,value,unit,mark,added_log_sd,source_ids'.split(',')); [w.writerow(r[:3] + [repr(float(r[3]))] + r[4:6] + [repr(float(r[6])), r[7]]) for r in ROWS]
    print(len(ROWS), 'rows'); checks(); return 0
if __name__ == '__main__': sys.exit(main())
