export interface Progress {
  stop(text?: string): void;
}
export interface ProgressParts {
  stream?: { isTTY?: boolean | undefined; write(text: string): unknown };
  nowMs?: () => number;
  every?: (work: () => void, ms: number) => NodeJS.Timeout;
}
export function startProgress(say: () => string, parts?: ProgressParts): Progress;
export function runWithProgress(
  command: string,
  args: readonly string[],
  options: {
    cwd?: string;
    env?: NodeJS.ProcessEnv;
    /** Then it is ended. */
    endsAfterMs?: number;
    /** What else the program gets from its fourth descriptor on. */
    more?: readonly 'pipe'[];
    /** What it writes on the fourth. */
    onStatus?: (text: string) => void;
  },
  say: () => string,
): Promise<{ status: number | null; error?: Error; stderr: string; progress: Progress }>;
export function countPlaces(root: string, places: readonly string[]): number;
export function bytesBelow(...folders: readonly string[]): number;
export function inMegabytes(bytes: number): string;
