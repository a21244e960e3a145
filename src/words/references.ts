/** What a reference is called, less its article. */
export function nameReference(name: 'mean' | 'linear', task: 'regression' | 'classification'): string {
  if (name === 'linear') return 'linear model';
  return task === 'classification' ? 'class shares' : 'mean of the target';
}
