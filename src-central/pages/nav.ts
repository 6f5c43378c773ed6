import type { AdministrativeName } from '../../src-main/contract/centre/authorization.ts';
import type { IconName } from './parts/icon.tsx';

export interface NavEntry {
  word: 'visits' | 'kiosks' | 'offices' | 'figures' | 'enrolment' | 'people' | 'alarms' | 'centre' | 'telephone';
  href: string;
  icon: IconName;
  needs: AdministrativeName;
}

export const NAV: readonly NavEntry[] = [
  { word: 'visits', href: '/', icon: 'repair', needs: 'readCity' },
  { word: 'kiosks', href: '/kiosks', icon: 'kiosk', needs: 'readCity' },
  { word: 'offices', href: '/offices', icon: 'office', needs: 'listOffices' },
  { word: 'figures', href: '/figures', icon: 'figures', needs: 'listDayFigures' },
  { word: 'telephone', href: '/010', icon: 'phone', needs: 'holdHour' },
  { word: 'enrolment', href: '/enrolment', icon: 'new', needs: 'findEnrolment' },
  { word: 'alarms', href: '/alarms', icon: 'alarm', needs: 'listAlarms' },
  { word: 'people', href: '/people', icon: 'people', needs: 'listPeople' },
  { word: 'centre', href: '/updates', icon: 'settings', needs: 'listUpdates' },
];
