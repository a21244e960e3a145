/** Whether a request is for the page; one to `/` that takes JSON and no HTML is for the index of the endpoints. */
export function asksForPage({ method, url, headers }: Request): boolean {
  const accepted = headers.get('accept') ?? '*/*';
  const wantsIndex = accepted.includes('application/json') && !accepted.includes('text/html');
  return (method === 'GET' || method === 'HEAD') && !(new URL(url).pathname === '/' && wantsIndex);
}
