#!/usr/bin/env python3
"""Times the program and what a modeller would use instead, in turn, on the same work: seven levers, one place, three structures, three tiers of
grades, twelve indicators, fifteen years, quantiles and Monte-Carlo errors.
   python3 benches/peers/run.py [--draws 10240] [--rounds 5] [--audit FILE]
Prints times, ratios and whether the two agree draw by draw. One lever is moved each time; what no lever touches (levels of no new policy, factors of costs and of
the step from gross to net) the program keeps, and NumPy is timed both ways: keeping the same, and working everything out anew. Needs NumPy for the comparison and
`cargo` for the program; EMA Workbench and PySD are timed where they are installed (`pip install numpy ema_workbench pysd`)."""
import argparse, csv, json, os, statistics, subprocess, sys, tempfile, time
HERE = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.abspath(os.path.join(HERE, '..', '..'))
LEVERS = {'skills_provision': 4.0, 'work_organisation': 0.6, 'network_facilitation': 0.5, 'conditional_collaboration': 6.0, 'pilot_projects': 2.0, 'policy_capacity': 0.5, 'vocational_quality': 40.0}


def program(threads, draws, runs):
    """Milliseconds of the program's projections, lever by lever moved."""
    command = ['cargo', 'bench', '--quiet', '--bench', 'live', '--', str(threads), '1', str(draws), str(runs), '--json']
    said = subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True).stdout
    return json.loads(said.strip().splitlines()[-1])


def audit(draws, path):
    sets = [a for l, v in LEVERS.items() for a in ('--set', f'{l}={v}@2027-2034')]
    command = ['cargo', 'run', '--release', '--quiet', '--', 'run', '--place', 'E12000005', '--sector', 'advanced_manufacturing', *sets, '--draws', str(draws), '--draws-out', path]
    subprocess.run(command, cwd=ROOT, check=True, stdout=subprocess.DEVNULL)


def per_run_loop(path, count):
    """Seconds of processor time a draw of one plain Python call per draw, in the manner of exploratory-modelling workbenches."""
    import recompute
    with open(path, encoding='utf-8', newline='') as f:
        head = json.loads(f.readline()[1:])
        rows = list(csv.DictReader(f))
    M = recompute.model(head)
    rows = rows[::max(1, len(rows) // count)][:count]
    values = [({k: float(v) for k, v in row.items() if k != 'structure'}, row['structure']) for row in rows]
    start = time.process_time()
    for row, structure in values:
        recompute.recompute(head, M, row, structure)
    return (time.process_time() - start) / len(values)


def exploratory_workbench(path, count):
    """Seconds of processor time a draw in EMA Workbench: the same Python call as a model with one uncertainty for each column, sequential evaluator.
    None where it is not installed."""
    try:
        from ema_workbench import Model, RealParameter, ScalarOutcome, Scenario, SequentialEvaluator
        from ema_workbench.util import ema_logging
    except ImportError:
        return None
    import logging
    import recompute
    ema_logging.log_to_stderr(level=logging.ERROR)
    with open(path, encoding='utf-8', newline='') as f:
        head = json.loads(f.readline()[1:])
        rows = list(csv.DictReader(f))
    M = recompute.model(head)
    rows = rows[::max(1, len(rows) // count)][:count]
    # Names have to be identifiers there.
    names = {f'p{k}': name for k, name in enumerate(n for n in rows[0] if n != 'structure')}
    structures = sorted({row['structure'] for row in rows})
    asked = ('innovation_active', 'gva_per_hour', 'net_jobs', 'net_gva_pv', 'public_cost_pv', 'value_for_money')

    def one(**given):
        structure = structures[int(given.pop('structure'))]
        out = recompute.recompute(head, M, {names[k]: v for k, v in given.items()}, structure)
        return {i: float(out[f'change:{i}']) for i in asked}

    model = Model('tiller', function=one)
    ends = lambda values: (min(values) - 1.0, max(values) + 1.0)
    model.uncertainties = [RealParameter(k, *ends([float(r[n]) for r in rows])) for k, n in names.items()] + [RealParameter('structure', 0, len(structures))]
    model.outcomes = [ScalarOutcome(i) for i in asked]
    cases = [Scenario(str(i), **{k: float(r[n]) for k, n in names.items()}, structure=float(structures.index(r['structure']))) for i, r in enumerate(rows)]
    start = time.process_time()
    with SequentialEvaluator(model) as evaluator:
        evaluator.perform_experiments(scenarios=cases)
    return (time.process_time() - start) / len(cases)


def main():
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument('--draws', type=int, default=10240)
    options.add_argument('--rounds', type=int, default=5)
    options.add_argument('--audit', help='audit file made before; without it one is made')
    args = options.parse_args()
    try:
        import numpy as np
    except ImportError:
        print('NumPy is not installed: there is nothing to compare with. Install it and run this again.')
        return 0
    import numpy_model, pysd_model
    with tempfile.TemporaryDirectory() as folder:
        path = args.audit or os.path.join(folder, 'draws.csv')
        if not args.audit:
            audit(args.draws, path)
        model = numpy_model.Model(path)
        own, other, cpu = {1: [], 2: []}, {True: [], False: []}, {True: [], False: []}
        for keep in other:
            model.keep = keep
            result = model.project()
        for _ in range(args.rounds):
            for threads in own:
                own[threads].append(program(threads, args.draws, 20))
            for keep in other:
                model.keep = keep
                start, used = time.perf_counter(), time.process_time()
                result = model.project()
                other[keep].append(1e3 * (time.perf_counter() - start))
                cpu[keep].append(1e3 * (time.process_time() - used))
        loop = per_run_loop(path, 40) * args.draws * 1e3
        workbench = exploratory_workbench(path, 40)
        dynamics = pysd_model.timed(path, folder, 10)
    worst, name = 0.0, ''
    for indicator, change in result['changes'].items():
        if f'change:{indicator}' in model.P:
            known = model.P[f'change:{indicator}']
            d = float(np.max(np.abs(change - known) / np.maximum(1.0, np.abs(known))))
            worst, name = max((worst, name), (d, indicator))
    m = {k: statistics.median(r['median_ms'] for r in v) for k, v in own.items()}
    used = statistics.median(r['cpu_ms'] for r in own[1]) if own[1][0]['cpu_ms'] else m[1]
    print(f'{args.draws} draws, medians of {args.rounds} rounds in turn, one lever moved each time')
    for threads, ms in m.items():
        print(f'  tiller, {threads} thread(s)         {ms:10.1f} ms')
    print(f'  tiller, processor time      {used:10.1f} ms')
    for keep, what in ((True, 'keeping the same'), (False, 'all anew')):
        ms, processor = statistics.median(other[keep]), statistics.median(cpu[keep])
        print(f'  NumPy {np.__version__}, {what:<16} {ms:8.1f} ms   {ms / m[1]:.1f} x one thread, {ms / m[2]:.1f} x two; {processor:.0f} ms of processor time, {processor / used:.1f} x')
    print(f'  one call per draw, Python   {loop:10.0f} ms   {loop / used:.0f} x, both in processor time (40 draws timed, last year only, no quantiles)')
    if workbench is None:
        print('  EMA Workbench is not installed: not timed')
    else:
        workbench *= args.draws * 1e3
        print(f'  EMA Workbench, sequential   {workbench:10.0f} ms   {workbench / used:.0f} x, both in processor time (40 experiments timed, last year only, no quantiles)')
    if dynamics is None:
        print('  PySD is not installed: not timed')
    else:
        version, each, apart = dynamics
        each *= args.draws * 1e3
        print(f'  PySD {version}, one run a draw  {each:10.0f} ms   {each / used:.0f} x, both in processor time (about 10 runs timed; the yearly step of one structure and')
        print(f'      all grades alone: no other tier, no forecast, no money, no quantiles, which is less work than the others do); states of the last year differ by at most {apart:.0e}')
    print(f'accuracy: every draw of the last year, largest difference {worst:.1e} ({name}), relative to max(1, |x|)')
    return 0 if worst < 1e-9 else 1


if __name__ == '__main__':
    sys.exit(main())
