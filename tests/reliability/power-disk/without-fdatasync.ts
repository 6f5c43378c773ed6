// For `--import`: the program's `fdatasync` does nothing.
import fs from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';

fs.fdatasyncSync = () => {};
syncBuiltinESMExports();
