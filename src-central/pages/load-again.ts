const LOAD_AGAIN_MS = 5_000;

/**
 * Reloads the page after a pause. Used when its files cannot be fetched (a newer release may have renamed them) or the centre does not
 * answer at the start.
 */
export const loadAgain = (): void => void setTimeout(() => location.reload(), LOAD_AGAIN_MS);
