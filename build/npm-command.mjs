import { delimiter, join } from 'node:path';

/**
 * The npm that started us, on the Node it runs on; else the first npm in PATH.
 * Not through `node_modules/.bin`: it holds our own Node, which an install replaces.
 */
export function npmCommand() {
  const { npm_execpath: script, npm_node_execpath: node } = process.env;
  if (node && script?.endsWith('.js')) return [node, script];
  const outside = (process.env.PATH ?? '')
    .split(delimiter)
    .filter((dir) => !dir.endsWith(join('node_modules', '.bin')));
  return ['env', `PATH=${outside.join(delimiter)}`, 'npm'];
}
