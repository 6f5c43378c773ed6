const MOST_OF_BATCH = 250;

interface Waiting<Request, Answer> {
  request: Request;
  resolve: (answer: Answer) => void;
  reject: (error: unknown) => void;
}

/**
 * Answers requests of the same key in batches: while one batch runs, the next one gathers. Five hundred people who want the same hours then
 * take the lock of their office a few times, not five hundred times.
 */
export function createBatches<Request, Answer>(
  run: (key: string, requests: readonly Request[]) => Promise<Answer[]>,
  most: number = MOST_OF_BATCH,
) {
  const queues = new Map<string, Waiting<Request, Answer>[]>();

  async function work(key: string, queue: Waiting<Request, Answer>[]): Promise<void> {
    while (queue.length > 0) {
      const batch = queue.splice(0, most);
      try {
        const answers = await run(
          key,
          batch.map(({ request }) => request),
        );
        for (const [index, { resolve, reject }] of batch.entries()) {
          const [answer] = answers.slice(index, index + 1);
          if (answer === undefined) reject(new Error('a request of a batch got no answer'));
          else resolve(answer);
        }
      } catch (error) {
        for (const { reject } of batch) reject(error);
      }
    }
    queues.delete(key);
  }

  return (key: string, request: Request): Promise<Answer> =>
    new Promise((resolve, reject) => {
      const queue = queues.get(key);
      if (queue !== undefined) {
        queue.push({ request, resolve, reject });
        return;
      }
      const first = [{ request, resolve, reject }];
      queues.set(key, first);
      void work(key, first);
    });
}
