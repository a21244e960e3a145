import { errorAt } from '../errors.ts';
import { askService, explain, type PostOptions, type ServiceAnswer } from './ask-service.ts';

/**
 * Posts a recipe to a path of a service.
 *
 * @param type the media type that the answer must have
 * @throws RemoteError as `askService` does; AbsumError `invalid-recipe` for what cannot be written as JSON
 */
export async function postRecipe(
  url: string,
  path: string,
  recipe: unknown,
  type: string,
  options: PostOptions,
): Promise<ServiceAnswer> {
  const headers = { 'content-type': 'application/json' };
  return askService(url, { method: 'POST', path, headers, body: writeRecipe(recipe), type }, options);
}

/** A recipe as the body of a request. */
export function writeRecipe(recipe: unknown): string {
  try {
    return JSON.stringify(recipe) ?? 'null';
  } catch (error) {
    throw errorAt('invalid-recipe', '', `cannot be written as JSON: ${explain(error)}`);
  }
}
