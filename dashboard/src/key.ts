const NAME = 'slipway.admin-key';

/** The admin key lives as long as the tab does, and never in a URL, a cookie or on disk. */
export const keyOfThisTab = {
  read: (): string | undefined => sessionStorage.getItem(NAME) ?? undefined,
  keep: (key: string): void => sessionStorage.setItem(NAME, key),
  forget: (): void => sessionStorage.removeItem(NAME),
};
