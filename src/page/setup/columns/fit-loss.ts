import type { ColumnProfile } from '../../../data/profile.ts';
import { METRIC_KINDS, type MetricName } from '../../../recipe/metrics.ts';
import type { Fields } from '../fields.ts';
import type { Setup } from '../setup.ts';

const CLASSES = 'cross-entropy';

/**
 * Has the loss follow a target that was chosen: texts and categories are classes, numbers are not, and a metric of the
 * other task goes.
 *
 * @returns the setup's fields, the same object where they fit
 */
export function fitLoss(
  { fields, categories }: Setup,
  { name, kind }: Pick<ColumnProfile, 'name' | 'kind'>,
): Fields {
  return kind === 'text' || categories.includes(name) ? predictClasses(fields) : predictNumbers(fields);
}

function predictClasses(fields: Fields): Fields {
  if (fields.loss === CLASSES) return fields;
  const { huberDelta, ...others } = keepMetric(fields, 'classification');
  return { ...others, loss: CLASSES };
}

/** Without what only classes have. */
export function predictNumbers(fields: Fields): Fields {
  if (fields.loss !== CLASSES) return fields;
  const { loss, ...others } = keepMetric(fields, 'regression');
  return others;
}

function keepMetric({ metric = '', ...others }: Fields, wanted: 'classification' | 'regression'): Fields {
  if (!Object.hasOwn(METRIC_KINDS, metric)) return others;
  const { task } = METRIC_KINDS[metric as MetricName];
  return task === 'any' || task === wanted ? { ...others, metric } : others;
}
