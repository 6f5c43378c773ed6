import type { TFunction } from 'i18next';
import type { WorkingLanguage } from '../../config/languages.ts';
import { formatTime, listOf } from '../../config/locales/dates.ts';
import type { Change } from '../../src-main/contract/centre/twin.ts';
import type { LocalizedText } from '../../src-main/contract/shared/localized-text.ts';
import { CALLING_CLASSES } from '../../src-main/domain/calling-order.ts';

interface NamedService {
  readonly serviceId: string;
  readonly name: LocalizedText;
}

export function changeName(
  change: Change,
  services: readonly NamedService[],
  language: WorkingLanguage,
  say: TFunction<'twin'>,
): string {
  const time = (text: string): string => formatTime(language, text);
  const percent = (share: number): number => Math.round(share * 100);
  switch (change.kind) {
    case 'desk': {
      const [from, to] = [time(change.from), time(change.to)];
      const [day] = change.days ?? [];
      return day === undefined
        ? say('change.desk', { from, to })
        : say('change.deskOn', { from, to, day: say(`weekday.${day}`) });
    }
    case 'breaks':
      return say('change.breaks', {
        ranges: listOf(
          language,
          change.breaks.map(({ from }) => time(from)),
        ),
      });
    case 'appointments':
    case 'freed':
    case 'afar':
      return say(`change.${change.kind}`, { share: percent(change.share) });
    case 'weights':
      return say('change.weights', {
        numbers: listOf(
          language,
          CALLING_CLASSES.map((one) => `${say(`group.${one}`)} ${change.calling.weights[one]}`),
        ),
      });
    case 'one-line': {
      const names = change.services.map((id) => {
        const name = services.find(({ serviceId }) => serviceId === id)?.name;
        return name?.[language] ?? name?.ca ?? id;
      });
      return say('change.one-line', { services: listOf(language, names) });
    }
  }
}
