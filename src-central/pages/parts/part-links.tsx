import '../centre.css';
import type { AdministrativeName } from '../../../src-main/contract/centre/authorization.ts';
import { useCentreWords } from '../centre-words.ts';
import { usePage } from '../page-context.ts';
import { PAGE_PATHS } from '../paths.ts';

const PARTS = {
  alarms: [
    { word: 'alarms', href: PAGE_PATHS.alarms, needs: 'listAlarms' },
    { word: 'alarmRules', href: PAGE_PATHS.alarmRules, needs: 'listAlarmRules' },
  ],
  centre: [
    { word: 'updates', href: PAGE_PATHS.updates, needs: 'listUpdates' },
    { word: 'access', href: PAGE_PATHS.access, needs: 'listTokens' },
    { word: 'audit', href: PAGE_PATHS.audit, needs: 'listAudit' },
    { word: 'retention', href: PAGE_PATHS.retention, needs: 'readRetention' },
  ],
} as const satisfies Record<string, readonly { word: string; href: string; needs: AdministrativeName }[]>;

export function PartLinks({ of }: { of: keyof typeof PARTS }) {
  const { t, may, route } = usePage();
  const { words } = useCentreWords();
  const shown = PARTS[of].filter(({ needs }) => may(needs));
  if (shown.length < 2) return null;
  return (
    <nav class="part-links" aria-label={t(`nav.${of}`)}>
      <ul>
        {shown.map(({ word, href }) => (
          <li key={word}>
            <a href={href} aria-current={route.path === href ? 'page' : undefined}>
              {words(`part.${word}`)}
            </a>
          </li>
        ))}
      </ul>
    </nav>
  );
}
