const LOAD_AGAIN_MS = 5_000;

/** Reloads the page after a pause. Used when its files cannot be fetched, because a newer release has renamed them. */
export const loadAgain = (): void => void setTimeout(() => location.reload(), LOAD_AGAIN_MS);
