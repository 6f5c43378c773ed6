import arrowsClockwise from '@phosphor-icons/core/bold/arrows-clockwise-bold.svg?raw';
import bell from '@phosphor-icons/core/bold/bell-bold.svg?raw';
import caretRight from '@phosphor-icons/core/bold/caret-right-bold.svg?raw';
import chartBar from '@phosphor-icons/core/bold/chart-bar-bold.svg?raw';
import chatText from '@phosphor-icons/core/bold/chat-text-bold.svg?raw';
import check from '@phosphor-icons/core/bold/check-bold.svg?raw';
import cloudSlash from '@phosphor-icons/core/bold/cloud-slash-bold.svg?raw';
import monitor from '@phosphor-icons/core/bold/monitor-bold.svg?raw';
import phoneCall from '@phosphor-icons/core/bold/phone-call-bold.svg?raw';
import plusCircle from '@phosphor-icons/core/bold/plus-circle-bold.svg?raw';
import sliders from '@phosphor-icons/core/bold/sliders-horizontal-bold.svg?raw';
import storefront from '@phosphor-icons/core/bold/storefront-bold.svg?raw';
import ticket from '@phosphor-icons/core/bold/ticket-bold.svg?raw';
import translate from '@phosphor-icons/core/bold/translate-bold.svg?raw';
import userCircle from '@phosphor-icons/core/bold/user-circle-bold.svg?raw';
import users from '@phosphor-icons/core/bold/users-bold.svg?raw';
import warning from '@phosphor-icons/core/bold/warning-bold.svg?raw';
import wrench from '@phosphor-icons/core/bold/wrench-bold.svg?raw';
import x from '@phosphor-icons/core/bold/x-bold.svg?raw';

const DRAWINGS = {
  renew: arrowsClockwise,
  alarm: bell,
  enter: caretRight,
  check,
  'no-network': cloudSlash,
  kiosk: monitor,
  new: plusCircle,
  settings: sliders,
  figures: chartBar,
  office: storefront,
  ticket,
  phone: phoneCall,
  speech: chatText,
  languages: translate,
  person: userCircle,
  people: users,
  attention: warning,
  repair: wrench,
  fault: x,
} as const;
export type IconName = keyof typeof DRAWINGS;

/** Returns the path of a drawing. Each drawing of the icon set Phosphor has a single path, in a box of 256 × 256. */
export const iconPath = (name: IconName): string => / d="([^"]+)"/.exec(DRAWINGS[name])?.[1] ?? '';

/** A drawing beside words. Screen readers skip it, so it must never replace words. */
export const Icon = ({ name }: { name: IconName }) => (
  <svg class="icon" viewBox="0 0 256 256" aria-hidden="true" focusable="false">
    <path d={iconPath(name)} />
  </svg>
);
