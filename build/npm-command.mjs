import { delimiter, join } from 'node:path';

/**
 * Returns the command of the npm that started this process, with that npm's Node, or else of the first npm in PATH. The npm in
 * `node_modules/.bin` is not used, because an install replaces the Node that runs it.
 */
export function npmCommand() {
  const { npm_execpath: script, npm_node_execpath: node } = process.env;
  if (node && script?.endsWith('.js')) return [node, script];
  const outside = (process.env.PATH ?? '')
    .split(delimiter)
    .filter((dir) => !dir.endsWith(join('node_modules', '.bin')));
  return ['env', `PATH=${outside.join(delimiter)}`, 'npm'];
}
