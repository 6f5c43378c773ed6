import { z } from 'zod';

/**
 * Header with the id of one request in the logs of both sides. The sender may choose it, otherwise the centre makes one; every answer and
 * problem document of the centre repeats it. It is unsigned and not unique.
 */
export const REQUEST_ID_HEADER = 'x-request-id';
export const RequestId = z.uuid();
