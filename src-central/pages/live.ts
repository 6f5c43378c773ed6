/** The centre sends a message every five seconds, so a stream without messages for this long is dead, whatever the network reports. */
const SILENT_MS = 15_000;
const AGAIN_MS = 3_000;

export interface Live {
  /** Calls `onMessage` with the revision of the city's data in each message, and with `null` each time the stream turns out to be cut. */
  follow(onMessage: (revision: string | null) => void): () => void;
}

export function openLive(address: string): Live {
  const followers = new Set<(revision: string | null) => void>();
  const tellAll = (revision: string | null): void => {
    for (const follower of followers) follower(revision);
  };
  const begin = (): void => {
    const source = new EventSource(address);
    const end = (): void => {
      clearTimeout(watch);
      source.close();
      // The followers now call their operations, which fail with the cause: no network, or no session.
      tellAll(null);
      setTimeout(begin, AGAIN_MS);
    };
    let watch = setTimeout(end, SILENT_MS);
    source.onerror = end;
    source.addEventListener('revision', ({ data }: MessageEvent<string>) => {
      clearTimeout(watch);
      watch = setTimeout(end, SILENT_MS);
      tellAll(data);
    });
  };
  begin();
  return {
    follow(onMessage) {
      followers.add(onMessage);
      return () => void followers.delete(onMessage);
    },
  };
}
