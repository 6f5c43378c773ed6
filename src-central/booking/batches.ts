import type { OfficePlace } from '../configuration/office-changes.ts';

const MOST_OF_BATCH = 250;

interface Waiting<Request, Answer> {
  request: Request;
  resolve: (answer: Answer) => void;
  reject: (error: unknown) => void;
}

/**
 * Answers requests of the same office in batches: while one batch runs, further requests gather for the next one. If five hundred people
 * want appointments of one office at once, the office's lock is taken a few times and not five hundred times.
 */
export function createBatches<Request, Answer>(
  run: (place: OfficePlace, requests: readonly Request[]) => Promise<Answer[]>,
  most: number = MOST_OF_BATCH,
) {
  const queues = new Map<string, Waiting<Request, Answer>[]>();

  async function work(place: OfficePlace, key: string, queue: Waiting<Request, Answer>[]): Promise<void> {
    while (queue.length > 0) {
      const batch = queue.splice(0, most);
      const requests = batch.map(({ request }) => request);
      try {
        const answers = await run(place, requests);
        for (const [index, { resolve, reject }] of batch.entries()) {
          const answer = answers[index];
          if (answer === undefined) reject(new Error('a request of a batch got no answer'));
          else resolve(answer);
        }
      } catch (error) {
        for (const { reject } of batch) reject(error);
      }
    }
    queues.delete(key);
  }

  return (place: OfficePlace, request: Request): Promise<Answer> => {
    const key = `${place.cityId}/${place.officeId}`;
    const { promise, resolve, reject } = Promise.withResolvers<Answer>();
    const waiting = { request, resolve, reject };
    const queue = queues.get(key);
    if (queue !== undefined) queue.push(waiting);
    else {
      const first = [waiting];
      queues.set(key, first);
      void work(place, key, first);
    }
    return promise;
  };
}
