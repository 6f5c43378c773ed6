import type { OfficeProfile } from '../../contract/shared/office-profile.ts';

/** Settings that belong to one machine: its devices, folders, voice and centre. */
const OF_THE_MACHINE = [
  'printer',
  'secondPrinter',
  'scanner',
  'displays',
  'journalFolder',
  'voice',
  'centre',
] as const satisfies readonly (keyof OfficeProfile)[];

const isOfTheMachine = (pointer: string): boolean =>
  [...OF_THE_MACHINE.map((name) => `/${name}`), '/screen/panel'].some(
    (own) => pointer === own || pointer.startsWith(`${own}/`),
  );

/** Returns the profile without the settings that belong to one machine. */
export function withoutMachine(profile: OfficeProfile): OfficeProfile {
  const { panel: _panel, ...screen } = profile.screen;
  const rest: OfficeProfile = {
    ...profile,
    screen,
    toConfirm: profile.toConfirm.filter((pointer) => !isOfTheMachine(pointer)),
  };
  for (const name of OF_THE_MACHINE) delete rest[name];
  return rest;
}

export function onMachine(office: OfficeProfile, here: OfficeProfile): OfficeProfile {
  const away = withoutMachine(office);
  const { panel } = here.screen;
  const own = Object.fromEntries(OF_THE_MACHINE.flatMap((name) => (name in here ? [[name, here[name]]] : [])));
  return {
    ...away,
    ...own,
    screen: panel === undefined ? away.screen : { ...away.screen, panel },
    toConfirm: [...away.toConfirm, ...here.toConfirm.filter(isOfTheMachine)],
  };
}
