import { describe, expect, it } from 'vitest';
import { refusalOf } from '../../data/refusal.ts';
import { pairsOf, readLines, readNow, valuesOf } from './read-now.ts';

// Exports as the documentation of each program describes their columns; see src/judge/reading/exports.ts.

const FRAME = {
  experiment_id: '1',
  artifact_uri: 's3://x',
  start_time: '2026-01-01',
  end_time: '2026-01-02',
};

function mlflowRun(id: string, seed: string, alpha: string, rmse: number | null, status = 'FINISHED') {
  return {
    run_id: id,
    ...FRAME,
    status,
    'metrics.rmse': rmse,
    'metrics.train_rmse': 0.1,
    'params.alpha': alpha,
    'params.seed': seed,
    'params.optimizer': 'adam',
    'tags.mlflow.runName': `run-${id}`,
  };
}

describe('MLflow', () => {
  it('search_runs: settings without seeds are the candidate', () => {
    const rows = [
      { run_id: 'parent', ...FRAME, status: 'FINISHED', 'tags.mlflow.runName': 'sweep' },
      mlflowRun('a', '1', '0.1', 0.7),
      mlflowRun('b', '2', '0.1', 0.8),
      mlflowRun('c', '1', '1.0', 0.6),
      mlflowRun('d', '2', '1.0', 0.5, 'FAILED'),
    ];
    const scores = readNow({ data: { rows } });
    expect(scores.reading).toMatchObject({ form: 'runs', source: 'MLflow' });
    expect(valuesOf(scores)).toEqual({ 'alpha=0.1': [0.7, 0.8], 'alpha=1.0': [0.6, null] });
    expect(pairsOf(scores)).toEqual(['seed 1', 'seed 2']);
    expect(scores.metric).toMatchObject({ name: 'rmse', label: 'RMSE', isError: true });
    expect(scores.facts.failed).toBe(1);
    expect(scores.candidates.map(({ settings }) => [...(settings ?? [])])).toEqual([
      [['alpha', '0.1']],
      [['alpha', '1.0']],
    ]);
    expect(scores.reading.notes[0]).toContain('1 line without settings or seeds');
  });

  it('search_runs: a parent run is no candidate where there are no seeds either', () => {
    const rows = [
      { run_id: 'parent', ...FRAME, status: 'FINISHED' },
      ...['0.1', '0.2'].map((alpha, i) => ({
        run_id: alpha,
        ...FRAME,
        status: 'FINISHED',
        'metrics.rmse': i,
        'params.alpha': alpha,
      })),
    ];
    expect(valuesOf(readNow({ data: { rows } }))).toEqual({ 'alpha=0.1': [0], 'alpha=0.2': [1] });
  });

  it('search_runs: several metrics are to be told apart', () => {
    const rows = ['1', '2'].map((seed) => ({ ...mlflowRun(seed, seed, seed, 1), 'metrics.mae': 2 }));
    expect(refusalOf(() => readNow({ data: { rows } }))).toMatchObject({
      code: 'invalid-recipe',
      place: 'metric',
      message:
        'expected the metric to judge by, one of "metrics.rmse", "metrics.mae"; if these are candidates, list them in candidates',
    });
    expect(readNow({ data: { rows }, metric: 'mae' }).candidates[0].values).toEqual([2, null]);
    expect(readNow({ data: { rows }, metric: 'metrics.mae' }).candidates[0].values).toEqual([2, null]);
  });

  it('search_runs: runs go by their names where nothing is set', () => {
    const rows = ['old', 'new'].map((name, i) => ({
      run_id: name,
      ...FRAME,
      status: 'FINISHED',
      'metrics.auc': i,
      'tags.mlflow.runName': name,
    }));
    expect(valuesOf(readNow({ data: { rows } }))).toEqual({ old: [0], new: [1] });
  });

  it('Download CSV: settings and metrics by bare names, and quotes before minus signs', () => {
    const run = (name: string, status: string, alpha: string, seed: number, score: string) =>
      `"2026-01-01 10:00:00","3.1s","id${name}","${name}","LOCAL","train.py","me","${status}","${alpha}","${seed}","${score}","0.5"`;
    const scores = readLines([
      '"Start Time","Duration","Run ID","Name","Source Type","Source Name","User","Status","alpha","seed","val_loss","train_loss"',
      run('a', 'FINISHED', '0.1', 1, "'-0.5"),
      run('b', 'FINISHED', '0.1', 2, "'-0.6"),
      run('c', 'FINISHED', '0.2', 1, "'-0.7"),
      run('d', 'KILLED', '0.2', 2, ''),
    ]);
    expect(scores.reading.source).toBe('MLflow');
    expect(valuesOf(scores)).toEqual({ 'alpha=0.1': [-0.5, -0.6], 'alpha=0.2': [-0.7, null] });
  });
});

describe('Weights & Biases', () => {
  const HEAD =
    '"Name","State","Notes","User","Tags","Created","Runtime","Sweep","batch_size","seed","_step","epoch","val_acc","odd"';
  const run = (name: string, state: string, size: number, seed: number, acc: number) =>
    `"${name}","${state}","-","me","","2026-01-01T00:00:00.000Z","100","","${size}","${seed}","100","9","${acc}","${acc / 7}"`;

  it('the table of the UI: what differs in every run is a result', () => {
    const scores = readLines([
      HEAD,
      run('a', 'finished', 32, 1, 0.9),
      run('b', 'finished', 32, 2, 0.8),
      run('c', 'finished', 64, 1, 0.7),
      run('d', 'crashed', 64, 2, 0.1),
    ]);
    expect(scores.reading).toMatchObject({ form: 'runs', source: 'Weights & Biases' });
    expect(valuesOf(scores)).toEqual({ 'batch_size=32': [0.9, 0.8], 'batch_size=64': [0.7, null] });
    expect(scores.facts.failed).toBe(1);
    expect(scores.reading.notes[0]).toContain('"odd"');
  });

  it('the public API: config and summary in one cell each, as Python writes them', () => {
    const cell = (lr: number, seed: number) =>
      `"{'lr': ${lr}, 'seed': ${seed}, 'opt': {'name': 'it''s', 'betas': (0.9, 0.99)}, 'amp': True, 'x': None}"`;
    const line = (i: number, lr: number, seed: number) =>
      `${i},"{'val_acc': 0.${9 - i}, '_runtime': 12.${i}, '_step': 5}",${cell(lr, seed)},run-${i}`;
    const scores = readLines(
      [',summary,config,name', line(0, 0.1, 1), line(1, 0.1, 2), line(2, 0.2, 1), line(3, 0.2, 2)].map(
        (each) => each.replace("it''s", 'its'),
      ),
    );
    expect(scores.reading.source).toBe('Weights & Biases');
    expect(valuesOf(scores)).toEqual({ 'lr=0.1': [0.9, 0.8], 'lr=0.2': [0.7, 0.6] });
    expect(scores.reading.columns.seed).toEqual(['config.seed']);
  });

  it('the public API: the same as objects', () => {
    const rows = [1, 2, 3, 4].map((i) => ({
      name: `run-${i}`,
      state: i === 4 ? 'running' : 'finished',
      config: { seed: i % 2, model: { depth: i > 2 ? 3 : 2 } },
      summary: { 'val/loss': i, _wandb: { runtime: 3 } },
    }));
    const scores = readNow({ data: { rows } });
    expect(valuesOf(scores)).toEqual({ 'model.depth=2': [2, 1], 'model.depth=3': [null, 3] });
  });
});

describe('Optuna', () => {
  const HEAD =
    'number,value,datetime_start,datetime_complete,duration,params_lr,params_act,user_attrs_seed,system_attrs_x,state';
  const trial = (number: number, value: string, lr: number, seed: number, state: string) =>
    `${number},${value},2026-01-01 10:00:00,2026-01-01 10:00:01,0 days 00:00:01,${lr},relu,${seed},{},${state}`;
  const LINES = [
    HEAD,
    trial(0, '1.5', 0.1, 1, 'COMPLETE'),
    trial(1, '1.4', 0.1, 2, 'COMPLETE'),
    trial(2, '1.3', 0.2, 1, 'COMPLETE'),
    trial(3, '0.1', 0.2, 2, 'PRUNED'),
  ];

  it('trials_dataframe: parameters are the candidate, pruned trials have no score', () => {
    const scores = readLines(LINES, { direction: 'lower', metric: 'validation error' });
    expect(scores.reading).toMatchObject({ form: 'runs', source: 'Optuna' });
    expect(valuesOf(scores)).toEqual({ 'lr=0.1': [1.5, 1.4], 'lr=0.2': [1.3, null] });
    expect(scores.metric).toMatchObject({ name: 'validation error', higherIsBetter: false });
    expect(scores.reading.columns.seed).toEqual(['user_attrs_seed']);
  });

  it('trials_dataframe: "value" does not tell which way is better', () => {
    expect(refusalOf(() => readLines(LINES))).toMatchObject({
      code: 'invalid-recipe',
      place: 'direction',
      message: 'expected "lower" or "higher": the name "value" does not tell',
    });
  });

  it('trials_dataframe: one of several objectives is to be named', () => {
    const lines = ['number,values_0,values_1,params_lr,state', '0,1,2,0.1,COMPLETE', '1,3,4,0.2,COMPLETE'];
    expect(refusalOf(() => readLines(lines)).message).toContain('one of "values_0", "values_1"');
    const scores = readLines(lines, { metric: 'values_1', direction: 'lower' });
    expect(valuesOf(scores)).toEqual({ 'lr=0.1': [2], 'lr=0.2': [4] });
  });

  it('trials_dataframe: many settings are shortened, or give way to the number of the trial', () => {
    const line = (number: number, start: number) =>
      `${number},1,${Array.from({ length: 8 }, (_, i) => start + i / 7).join(',')},COMPLETE`;
    const head = (name: string) =>
      `number,value,${Array.from({ length: 8 }, (_, i) => `params_${name}${i}`).join(',')},state`;
    const names = (name: string) =>
      readLines([head(name), line(0, 1), line(1, 2)], { direction: 'lower' }).candidates.map(
        (each) => each.name,
      );
    expect(names('p')[0]).toBe('p0=1, p1=1.143, p2=1.286, p3=1.429, p4=1.571, p5=1.714, p6=1.857, p7=2');
    expect(names('a_very_long_name_of_a_parameter')).toEqual(['trial 0', 'trial 1']);
  });
});

describe("runs of one's own", () => {
  it('have settings that differ for a candidate', () => {
    const scores = readLines(['lr,depth,seed,accuracy', '0.1,3,1,1', '0.1,3,2,2', '0.2,3,1,3', '0.2,3,2,4']);
    expect(scores.reading).toMatchObject({ form: 'runs', columns: { candidate: ['lr'] } });
    expect(scores.reading.source).toBeUndefined();
    expect(valuesOf(scores)).toEqual({ 'lr=0.1': [1, 2], 'lr=0.2': [3, 4] });
  });

  it('have k for a setting, and no fold', () => {
    const scores = readLines(['k,seed,accuracy', '3,1,1', '3,2,2', '5,1,3', '5,2,4']);
    expect(valuesOf(scores)).toEqual({ 'k=3': [1, 2], 'k=5': [3, 4] });
  });

  it('have no weight of a loss for a metric', () => {
    const scores = readLines([
      'loss_weight,loss,seed,accuracy',
      '1,mse,1,1',
      '2,mse,1,3',
      '1,mae,1,5',
      '2,mae,1,7',
    ]);
    expect(Object.keys(valuesOf(scores))).toEqual([
      'loss_weight=1, loss=mse',
      'loss_weight=2, loss=mse',
      'loss_weight=1, loss=mae',
      'loss_weight=2, loss=mae',
    ]);
  });

  it('are refused where all have the same settings', () => {
    expect(refusalOf(() => readLines(['lr,seed,accuracy', '0.1,1,1', '0.1,2,2'])).message).toContain(
      'expected settings that differ from line to line, got the same in all: columns.candidate',
    );
  });
});
