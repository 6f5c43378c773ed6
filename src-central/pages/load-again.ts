const LOAD_AGAIN_MS = 5_000;

/** A newer release has other files, so what cannot be fetched is fetched by a page that is loaded anew. */
export const loadAgain = (): void => void setTimeout(() => location.reload(), LOAD_AGAIN_MS);
