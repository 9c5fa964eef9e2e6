#!/usr/bin/env python3
"""Times the program and what a modeller would use instead, in turn, on the same work: seven levers, one place, three structures, three tiers of
grades, twelve indicators, fifteen years, quantiles and Monte-Carlo errors.
   python3 benches/peers/run.py [--draws 10240] [--rounds 5] [--audit FILE]
Prints times, ratios and whether the two agree draw by draw. Needs NumPy for the comparison and `cargo` for the program; EMA Workbench is timed where it is installed."""
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
    """Seconds a draw of one plain Python call per draw, in the manner of exploratory-modelling workbenches."""
    import recompute
    with open(path, encoding='utf-8', newline='') as f:
        head = json.loads(f.readline()[1:])
        rows = list(csv.DictReader(f))
    M = recompute.model(head)
    rows = rows[::max(1, len(rows) // count)][:count]
    values = [({k: float(v) for k, v in row.items() if k != 'structure'}, row['structure']) for row in rows]
    start = time.perf_counter()
    for row, structure in values:
        recompute.recompute(head, M, row, structure)
    return (time.perf_counter() - start) / len(values)


def exploratory_workbench(path, count):
    """Seconds a draw in EMA Workbench: the same Python call as a model with one uncertainty for each column, sequential evaluator.
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
    start = time.perf_counter()
    with SequentialEvaluator(model) as evaluator:
        evaluator.perform_experiments(scenarios=cases)
    return (time.perf_counter() - start) / len(cases)


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
    import numpy_model
    with tempfile.TemporaryDirectory() as folder:
        path = args.audit or os.path.join(folder, 'draws.csv')
        if not args.audit:
            audit(args.draws, path)
        model = numpy_model.Model(path)
        result = model.project()
        own, other, cpu = {1: [], 2: []}, [], []
        for _ in range(args.rounds):
            for threads in own:
                own[threads].append(program(threads, args.draws, 20)['median_ms'])
            start, used = time.perf_counter(), time.process_time()
            result = model.project()
            other.append(1e3 * (time.perf_counter() - start))
            cpu.append(1e3 * (time.process_time() - used))
        loop = per_run_loop(path, 40) * args.draws * 1e3
        workbench = exploratory_workbench(path, 40)
    worst, name = 0.0, ''
    for indicator, change in result['changes'].items():
        if f'change:{indicator}' in model.P:
            known = model.P[f'change:{indicator}']
            d = float(np.max(np.abs(change - known) / np.maximum(1.0, np.abs(known))))
            worst, name = max((worst, name), (d, indicator))
    m = {k: statistics.median(v) for k, v in own.items()}
    numpy_ms = statistics.median(other)
    print(f'{args.draws} draws, medians of {args.rounds} rounds in turn')
    for threads, ms in m.items():
        print(f'  tiller, {threads} thread(s)        {ms:10.1f} ms   1')
    print(f'  NumPy {np.__version__}, vectorised  {numpy_ms:10.1f} ms   {numpy_ms / m[1]:.0f} x one thread, {numpy_ms / m[2]:.0f} x two; {statistics.median(cpu):.0f} ms of processor time')
    print(f'  one call per draw, Python  {loop:10.0f} ms   {loop / m[2]:.0f} x two threads (40 draws timed, last year only, no quantiles)')
    if workbench is None:
        print('  EMA Workbench is not installed: not timed')
    else:
        workbench *= args.draws * 1e3
        print(f'  EMA Workbench, sequential  {workbench:10.0f} ms   {workbench / m[2]:.0f} x two threads (40 experiments timed, last year only, no quantiles)')
    print('  PySD needs the model as stock and flow: not run here')
    print(f'accuracy: every draw of the last year, largest difference {worst:.1e} ({name}), relative to max(1, |x|)')
    return 0 if worst < 1e-9 else 1


if __name__ == '__main__':
    sys.exit(main())
