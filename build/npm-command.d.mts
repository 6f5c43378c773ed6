export function npmCommand(): [command: string, ...firstArgs: string[]];
