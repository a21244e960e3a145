/** How much a fault spoils: see `FaultSchema`. */
export const FAULT_LEVELS = ['error', 'warning', 'info'] as const;
export type FaultSeverity = (typeof FAULT_LEVELS)[number];

/** What may be wrong with a training loop, most pressing first; see docs/check.md. */
export const FAULT_SEVERITIES = {
  'penalty-subtracted': 'error',
  'penalty-detached': 'error',
  'penalty-unused': 'error',
  'penalty-computed-once': 'error',
  'penalises-nothing': 'error',
  'gradients-add-up': 'error',
  'gradients-erased': 'error',
  'steps-in-validation': 'error',
  'validates-in-train-mode': 'error',
  'trains-in-eval-mode': 'error',
  'probabilities-as-logits': 'error',
  'shapes-broadcast': 'error',
  'biases-penalised': 'warning',
  'penalty-over-count': 'warning',
  'penalty-scaled': 'warning',
  'weight-decay-as-l1': 'warning',
  'penalty-in-validation': 'warning',
  'batches-overlap': 'warning',
  'sorted-batches': 'warning',
  'scaler-before-split': 'warning',
  'tuned-on-reported': 'warning',
  'last-batch-reported': 'warning',
  'loss-keeps-graph': 'warning',
  'zeros-of-subgradient': 'warning',
  'gradients-in-validation': 'info',
  'last-batch-weight': 'info',
  'one-seed': 'info',
} as const satisfies Record<string, FaultSeverity>;

export type FaultCode = keyof typeof FAULT_SEVERITIES;
export const FAULT_CODES = Object.keys(FAULT_SEVERITIES) as FaultCode[];
