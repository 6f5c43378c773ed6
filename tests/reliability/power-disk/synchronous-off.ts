// For `--import`: the program's database is never synced. The program reads the setting back, so the read value is falsified as well.
import Database from 'better-sqlite3';

const { pragma } = Database.prototype;
Database.prototype.pragma = function (source, options) {
  if (source === 'synchronous') return 2;
  return pragma.call(this, source.replace('synchronous = FULL', 'synchronous = OFF'), options);
};
