/** Names of Python and of libraries that a program may use without binding them. */
const OUTSIDE = new Set(
  (
    'abs all any bool callable dict dir enumerate exit eval filter float format getattr globals hasattr hash id input int ' +
    'isinstance issubclass iter len list locals map max min next object open pow print property range repr reversed round ' +
    'set setattr slice sorted str sum super tuple type vars zip trange tqdm reduce partial deepcopy ' +
    'torch nn optim np numpy tf tensorflow keras pd pandas sklearn scipy jax jnp random math os sys time copy json ' +
    'pl lightning plt wandb tqdm logging prune train_test_split random_split shuffle clip_grad_norm_ display __name__ __file__'
  ).split(' '),
);

/** Whether a name that nothing binds is of Python or of a library. */
export function isNameOutside(name: string): boolean {
  return OUTSIDE.has(name);
}
