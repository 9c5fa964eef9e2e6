"""The yearly step as stock and flow: a Vensim model written from the tables of the model, translated by PySD and run once a draw.

One structure, all grades, every node over the horizon: no quantiles, no tiers, no forecast of what happens anyway, no money, so less than the program
does. The states of the last year are those of the audit file, or the comparison fails."""
import os, time
import numpy as np
import numpy_model


def name(*parts):
    """An identifier of Vensim from ids with colons and underscores."""
    return ' '.join(''.join(ch if ch.isalnum() else ' ' for ch in str(p)) for p in parts)


def table(label, years):
    """A lookup over years and what it says of the year that the step leads into."""
    points = ','.join(f'({t},{v!r})' for t, v in enumerate(years))
    ends = f'[(0,{min(min(years), 0.0)!r})-({len(years) - 1},{max(max(years), 1.0)!r})]'
    return [f'{label} table({ends},{points}) ~~|', f'{label} = {label} table(Time + 1) ~~|']


def written(ready):
    """The model of a `numpy_model.Prepared` in Vensim's language, and the name of each parameter in it."""
    J, place, M = ready.J, ready.place, ready.M
    out, names = [], {}

    def parameter(key):
        if key not in names:
            names[key] = name('p', key)
            out.append(f'{names[key]} = 0 ~~|')
        return names[key]

    C, mass = J['critical_mass'], {}
    for lever, (spend, years) in ready.mass.items():
        mass[lever] = name('mass', lever)
        h = f"{parameter('half_spend')} ^ {C['exponent']!r}"
        out.append(f"{mass[lever]} = ({C['floor']!r} + {(1 - C['floor'])!r} * ({spend!r} / ({spend!r} + {h})) * {years!r}) / {C['reference']!r} ~~|")
    into, capacity = {}, ['1']
    for c, widening, mean, factor, pairs in ready.channels:
        if c['node'] == 'link_weight':
            continue
        theta = parameter(c['id'])
        if widening != 1.0:
            theta = f'({mean!r} + ({theta} - {mean!r}) * {widening!r})'
        if c['node'] in numpy_model.ref.OUTCOMES:
            theta = f"{theta} * {parameter('factor:' + c['lever'])}"
        exposure = name('exposure', c['id'])
        out.extend(table(exposure, ready.E[c['id']]))
        if c['node'] == 'capacity':
            capacity.append(f'{theta} * {exposure}')
            continue
        z = f'capacity * {theta} * {factor!r} * {exposure}' + (f" * {mass[c['lever']]}" if c['lever'] in mass else '')
        for k, (pair, strength) in enumerate(pairs):
            label = name('pair', c['id'], k)
            out.extend(table(label, strength))
            z += f' * (1 + {parameter(pair)} * {label})'
        into.setdefault(c['node'], []).append(f'LN(MAX(0.05, 1 + {z}))' if c['scale'] == 'rd' else z)
    bounds = J['capacity_bounds']
    out.append(f"capacity = MIN({bounds['hi']!r}, MAX({bounds['lo']!r}, {place['capacity']!r} * ({' + '.join(capacity)}))) ~~|")
    scale = {l['id']: numpy_model.ref.link_scale(l, place, J) for l in ready.links}
    for l in ready.links:
        if l['to'] not in ready.live or l['from'] not in ready.live:
            continue
        gain = f"{parameter(l['id'])} * {scale[l['id']]!r}"
        for path in l['residual_of']:
            if all(leg in scale for leg in path):
                gain += ' - ' + ' * '.join(f'{parameter(leg)} * {scale[leg]!r}' for leg in path)
        source = name('x', l['from'])
        # The step leads from this year into the next: no lag reads the state it leads to, one year the present one.
        read = f'({source} + {source} step)' if l['lag'] == 0 else ' '.join([source, *(['before'] * (l['lag'] - 1))])
        into.setdefault(l['to'], []).append(f'({gain}) * {read}')
    longest = max([l['lag'] for l in ready.links] + [1])
    nodes = [node for node in M['nodes'] if node['id'] in ready.live]
    for node in nodes:
        x = name('x', node['id'])
        rate = parameter('rd_depreciation') if node['id'] == 'rd_stock' else f"IF THEN ELSE({x} target >= {x}, {node['up']!r}, {node['down']!r})"
        out.append(f"{x} target = {' + '.join(into.get(node['id'], ['0']))} ~~|")
        out.append(f'{x} step = {rate} * ({x} target - {x}) ~~|')
        out.append(f'{x} = INTEG({x} step, 0) ~~|')
        held = x
        for _ in range(1, longest):
            out.append(f'{held} before = INTEG({held} - {held} before, 0) ~~|')
            held += ' before'
    out += [f'INITIAL TIME = 0 ~~|', f'FINAL TIME = {ready.T} ~~|', 'TIME STEP = 1 ~~|', 'SAVEPER = TIME STEP ~~|']
    return '{UTF-8}\n' + '\n'.join(out) + '\n', names, [node['id'] for node in nodes]


def timed(path, folder, count):
    """PySD's version, seconds of processor time a draw, and the largest difference from the states of the audit file, relative to max(1, |x|).
    None where PySD is not installed."""
    try:
        import pysd
    except ImportError:
        return None
    model = numpy_model.Model(path)
    spent, worst, ran = 0.0, 0.0, 0
    for structure, cut in model.cuts:
        text, names, nodes = written(model.ready[structure, 'ABCDE'])
        file = os.path.join(folder, f'{structure}.mdl')
        with open(file, 'w', encoding='utf-8') as f:
            f.write(text)
        # PySD writes tables as NumPy prints them: eight digits unless told otherwise.
        with np.printoptions(precision=17, floatmode='unique'):
            own = pysd.read_vensim(file)
        columns = model.columns(cut)
        width = cut.stop - cut.start
        share = max(1, round(count * width / len(model.scramble)))
        shown = [name('x', node) for node in nodes]
        for i in range(0, width, max(1, width // share)):
            given = {names[k]: float(columns[k][i]) for k in names}
            start = time.process_time()
            found = own.run(params=given, return_columns=shown)
            spent, ran = spent + time.process_time() - start, ran + 1
            for node, column in zip(nodes, shown):
                known = columns.get('x:' + node)
                if known is not None:
                    got = float(np.asarray(found[column])[-1])
                    worst = max(worst, abs(got - known[i]) / max(1.0, abs(known[i])))
    return pysd.__version__, spent / ran, worst
