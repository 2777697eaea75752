/** The two places of the dashboard. They live in the fragment, so the server only ever serves `/`. */
export type Route = { readonly page: 'library' } | { readonly page: 'video'; readonly id: string };

export function routeOf(hash: string): Route {
  const id = /^#\/videos\/([\w-]{1,64})$/.exec(hash)?.[1];
  return id ? { page: 'video', id } : { page: 'library' };
}

export function videoHref(id: string): string {
  return `#/videos/${id}`;
}

export const LIBRARY_HREF = '#/';
