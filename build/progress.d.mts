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
    /** The time after which the program is ended. */
    endsAfterMs?: number;
    /** Further stdio of the program, from descriptor 3 on. */
    more?: readonly 'pipe'[];
    /** Called with the program's output on descriptor 3. */
    onStatus?: (text: string) => void;
    /** Called with the program's output on stderr. */
    onWords?: (text: string) => void;
  },
  say: () => string,
): Promise<{ status: number | null; error?: Error; stderr: string; progress: Progress }>;
export function countAnswers(words: string): number;
export function errorsOfNpm(words: string): string;
export function countPlaces(root: string, places: readonly string[]): number;
export function bytesBelow(...folders: readonly string[]): number;
export function inMegabytes(bytes: number): string;
