import type { ColumnProfile } from '../../../data/profile.ts';
import { METRIC_KINDS, type MetricName } from '../../../recipe/metrics.ts';
import type { Setup } from '../setup.ts';

const CLASSES = 'cross-entropy';

/**
 * Has the loss follow the target: texts and categories are classes, numbers are not, and a metric of the other task goes.
 *
 * @param isNew whether another target was chosen; what came with it, as by a link, is meant otherwise
 * @returns the setup's fields, the same object where they fit
 */
export function fitLoss(
  { fields, categories }: Setup,
  { name, kind }: Pick<ColumnProfile, 'name' | 'kind'>,
  isNew: boolean,
): Setup['fields'] {
  const { loss = '', metric = '', huberDelta, ...others } = fields;
  const isClass = kind === 'text' || categories.includes(name);
  if (isClass === (loss === CLASSES) || (!isNew && loss !== '')) return fields;
  const fitted = isClass ? { ...others, loss: CLASSES } : others;
  return isOf(metric, isClass) ? { ...fitted, metric } : fitted;
}

function isOf(metric: string, isClass: boolean): metric is MetricName {
  if (!Object.hasOwn(METRIC_KINDS, metric)) return false;
  const { task } = METRIC_KINDS[metric as MetricName];
  return task === 'any' || (task === 'classification') === isClass;
}
