import type { Fault } from '../fault.ts';

const BIN = 'build/deb/root/usr/lib/torn/bin';
const UNDONE = 'tests/unit/build/deb/undone-updates.test.ts';
const FOLDERS = 'tests/unit/build/deb/folders-of-others.test.ts';
const ROOT_SCRIPTS = 'tests/unit/build/deb/root-scripts.test.ts';
const REPOSITORY = 'tests/unit/build/deb/repository.test.ts';

export const PACKAGE_FAULTS: readonly Fault[] = [
  {
    means: 'a refused version is tried again after a power cut',
    file: `${BIN}/update-words`,
    snippet: '  on_disk "$state/refused"\n',
    replacement: '',
    noticedBy: [UNDONE],
  },
  {
    means: 'an update that restarts again and again still gets three minutes',
    file: `${BIN}/update-test`,
    snippet: '[ $seconds -lt 180 ] && [ "$(starts)" -lt 3 ] ||',
    replacement: '[ $seconds -lt 180 ] ||',
    noticedBy: [UNDONE],
  },
  {
    means: 'root writes a core’s output through a link that the kiosk’s user has made',
    file: `${BIN}/try-on-copy`,
    snippet: 'said=$copy.said',
    replacement: 'said=$copy/said',
    noticedBy: [FOLDERS],
  },
  {
    means: 'root unpacks the data under names that the kiosk’s user can change meanwhile',
    file: `${BIN}/try-on-copy`,
    snippet: '  as_torn tar -C "$copy" -xf -',
    replacement: '  tar -C "$copy" -xf -',
    noticedBy: [ROOT_SCRIPTS],
  },
  {
    means: 'apt’s user can give root a package other than the package that the city signed',
    file: `${BIN}/update`,
    snippet: '  echo "$sum  $kept/fetched" | sha256sum --check --status || return 1\n',
    replacement: '',
    noticedBy: [FOLDERS],
  },
  {
    means: 'apt’s user can make root read one of root’s own files as a package',
    file: `${BIN}/update`,
    snippet: 'iflag=nofollow,nonblock',
    replacement: 'iflag=nonblock',
    noticedBy: [FOLDERS],
  },
  {
    means: 'an old copy of a repository without an expiry date keeps a kiosk on an old version',
    file: `${BIN}/update`,
    snippet: ' -o Acquire::Max-ValidTime=2592000',
    replacement: '',
    noticedBy: [REPOSITORY],
  },
  {
    means: 'an old copy of a repository keeps a kiosk on an old version for most of a year',
    file: 'build/deb/repository.ts',
    snippet: 'VALID_DAYS * DAY_MS',
    replacement: '10 * VALID_DAYS * DAY_MS',
    noticedBy: [REPOSITORY],
  },
];
