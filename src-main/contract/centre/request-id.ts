import { z } from 'zod';

/**
 * Names one request in the lines of both sides: whoever asks may choose it, the centre makes one otherwise, and every answer and every problem
 * document of the centre repeats it. It is covered by no signature and means nothing: two requests may have the same.
 */
export const REQUEST_ID_HEADER = 'x-request-id';
export const RequestId = z.uuid();
