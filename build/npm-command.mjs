import { delimiter, join } from 'node:path';

/**
 * The npm that started this process, on its own Node; else the first npm in PATH. Not `node_modules/.bin`, whose Node an install replaces.
 */
export function npmCommand() {
  const { npm_execpath: script, npm_node_execpath: node } = process.env;
  if (node && script?.endsWith('.js')) return [node, script];
  const outside = (process.env.PATH ?? '')
    .split(delimiter)
    .filter((dir) => !dir.endsWith(join('node_modules', '.bin')));
  return ['env', `PATH=${outside.join(delimiter)}`, 'npm'];
}
