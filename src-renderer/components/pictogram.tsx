import arrowCounterClockwise from '@phosphor-icons/core/bold/arrow-counter-clockwise-bold.svg?raw';
import arrowDown from '@phosphor-icons/core/bold/arrow-down-bold.svg?raw';
import arrowLeft from '@phosphor-icons/core/bold/arrow-left-bold.svg?raw';
import arrowLineDown from '@phosphor-icons/core/bold/arrow-line-down-bold.svg?raw';
import arrowRight from '@phosphor-icons/core/bold/arrow-right-bold.svg?raw';
import arrowsOutLineHorizontal from '@phosphor-icons/core/bold/arrows-out-line-horizontal-bold.svg?raw';
import backspace from '@phosphor-icons/core/bold/backspace-bold.svg?raw';
import bank from '@phosphor-icons/core/bold/bank-bold.svg?raw';
import blueprint from '@phosphor-icons/core/bold/blueprint-bold.svg?raw';
import briefcase from '@phosphor-icons/core/bold/briefcase-bold.svg?raw';
import calendar from '@phosphor-icons/core/bold/calendar-bold.svg?raw';
import calendarCheck from '@phosphor-icons/core/bold/calendar-check-bold.svg?raw';
import callBell from '@phosphor-icons/core/bold/call-bell-bold.svg?raw';
import caretDown from '@phosphor-icons/core/bold/caret-down-bold.svg?raw';
import caretRight from '@phosphor-icons/core/bold/caret-right-bold.svg?raw';
import caretUp from '@phosphor-icons/core/bold/caret-up-bold.svg?raw';
import chair from '@phosphor-icons/core/bold/chair-bold.svg?raw';
import chatCircleText from '@phosphor-icons/core/bold/chat-circle-text-bold.svg?raw';
import check from '@phosphor-icons/core/bold/check-bold.svg?raw';
import circleHalf from '@phosphor-icons/core/bold/circle-half-bold.svg?raw';
import clockClockwise from '@phosphor-icons/core/bold/clock-clockwise-bold.svg?raw';
import cloudArrowUp from '@phosphor-icons/core/bold/cloud-arrow-up-bold.svg?raw';
import cloudSlash from '@phosphor-icons/core/bold/cloud-slash-bold.svg?raw';
import coins from '@phosphor-icons/core/bold/coins-bold.svg?raw';
import database from '@phosphor-icons/core/bold/database-bold.svg?raw';
import deviceMobile from '@phosphor-icons/core/bold/device-mobile-bold.svg?raw';
import door from '@phosphor-icons/core/bold/door-bold.svg?raw';
import eye from '@phosphor-icons/core/bold/eye-bold.svg?raw';
import eyeSlash from '@phosphor-icons/core/bold/eye-slash-bold.svg?raw';
import folder from '@phosphor-icons/core/bold/folder-bold.svg?raw';
import graduationCap from '@phosphor-icons/core/bold/graduation-cap-bold.svg?raw';
import handHeart from '@phosphor-icons/core/bold/hand-heart-bold.svg?raw';
import handPalm from '@phosphor-icons/core/bold/hand-palm-bold.svg?raw';
import handWaving from '@phosphor-icons/core/bold/hand-waving-bold.svg?raw';
import houseLine from '@phosphor-icons/core/bold/house-line-bold.svg?raw';
import identificationCard from '@phosphor-icons/core/bold/identification-card-bold.svg?raw';
import info from '@phosphor-icons/core/bold/info-bold.svg?raw';
import key from '@phosphor-icons/core/bold/key-bold.svg?raw';
import lightbulb from '@phosphor-icons/core/bold/lightbulb-bold.svg?raw';
import linkBold from '@phosphor-icons/core/bold/link-bold.svg?raw';
import listChecks from '@phosphor-icons/core/bold/list-checks-bold.svg?raw';
import lockSimple from '@phosphor-icons/core/bold/lock-simple-bold.svg?raw';
import magnifyingGlass from '@phosphor-icons/core/bold/magnifying-glass-bold.svg?raw';
import mapPin from '@phosphor-icons/core/bold/map-pin-bold.svg?raw';
import password from '@phosphor-icons/core/bold/password-bold.svg?raw';
import pencilLine from '@phosphor-icons/core/bold/pencil-line-bold.svg?raw';
import personCircle from '@phosphor-icons/core/bold/person-simple-circle-bold.svg?raw';
import personSimpleWalk from '@phosphor-icons/core/bold/person-simple-walk-bold.svg?raw';
import phone from '@phosphor-icons/core/bold/phone-bold.svg?raw';
import printer from '@phosphor-icons/core/bold/printer-bold.svg?raw';
import qrCode from '@phosphor-icons/core/bold/qr-code-bold.svg?raw';
import roadHorizon from '@phosphor-icons/core/bold/road-horizon-bold.svg?raw';
import signOut from '@phosphor-icons/core/bold/sign-out-bold.svg?raw';
import signpost from '@phosphor-icons/core/bold/signpost-bold.svg?raw';
import smiley from '@phosphor-icons/core/bold/smiley-bold.svg?raw';
import smileyMeh from '@phosphor-icons/core/bold/smiley-meh-bold.svg?raw';
import smileySad from '@phosphor-icons/core/bold/smiley-sad-bold.svg?raw';
import speakerHigh from '@phosphor-icons/core/bold/speaker-high-bold.svg?raw';
import squaresFour from '@phosphor-icons/core/bold/squares-four-bold.svg?raw';
import stamp from '@phosphor-icons/core/bold/stamp-bold.svg?raw';
import storefront from '@phosphor-icons/core/bold/storefront-bold.svg?raw';
import sun from '@phosphor-icons/core/bold/sun-bold.svg?raw';
import sunDim from '@phosphor-icons/core/bold/sun-dim-bold.svg?raw';
import textAa from '@phosphor-icons/core/bold/text-aa-bold.svg?raw';
import ticket from '@phosphor-icons/core/bold/ticket-bold.svg?raw';
import translate from '@phosphor-icons/core/bold/translate-bold.svg?raw';
import tree from '@phosphor-icons/core/bold/tree-bold.svg?raw';
import userGear from '@phosphor-icons/core/bold/user-gear-bold.svg?raw';
import usersThree from '@phosphor-icons/core/bold/users-three-bold.svg?raw';
import wifiHigh from '@phosphor-icons/core/bold/wifi-high-bold.svg?raw';
import x from '@phosphor-icons/core/bold/x-bold.svg?raw';
import checkCircle from '@phosphor-icons/core/fill/check-circle-fill.svg?raw';
import smileyFill from '@phosphor-icons/core/fill/smiley-fill.svg?raw';
import smileySadFill from '@phosphor-icons/core/fill/smiley-sad-fill.svg?raw';
import warningFill from '@phosphor-icons/core/fill/warning-fill.svg?raw';
import xCircle from '@phosphor-icons/core/fill/x-circle-fill.svg?raw';
import type { Pictogram as ServicePictogram } from '../../src-main/contract/shared/services.ts';

const services: Readonly<Record<ServicePictogram, string>> = {
  signpost,
  house: houseLine,
  stamp,
  coins,
  chat: chatCircleText,
  'phone-key': deviceMobile,
  blueprint,
  storefront,
  tree,
  road: roadHorizon,
  key,
  briefcase,
  specialist: userGear,
  hands: handHeart,
  calendar,
  folder,
  info,
  pencil: pencilLine,
  hall: bank,
  graduation: graduationCap,
  lightbulb,
  card: identificationCard,
  more: squaresFour,
};

const own = {
  'face-awful': smileySadFill,
  'face-bad': smileySad,
  'face-fair': smileyMeh,
  'face-good': smiley,
  'face-great': smileyFill,
  again: arrowCounterClockwise,
  'arrow-down': arrowDown,
  'page-up': caretUp,
  'page-down': caretDown,
  back: arrowLeft,
  later: clockClockwise,
  show: eye,
  hide: eyeSlash,
  locator: password,
  place: mapPin,
  reader: qrCode,
  search: magnifyingGlass,
  speaker: speakerHigh,
  wave: handWaving,
  walking: personSimpleWalk,
  lower: arrowLineDown,
  appointment: calendarCheck,
  help: callBell,
  enter: caretRight,
  seat: chair,
  check,
  contrast: circleHalf,
  apart: arrowsOutLineHorizontal,
  dimmer: sunDim,
  brighter: sun,
  door,
  palm: handPalm,
  closed: lockSimple,
  access: personCircle,
  list: listChecks,
  people: usersThree,
  phone,
  printer,
  'larger-text': textAa,
  ticket,
  languages: translate,
  clear: x,
  erase: backspace,
  send: arrowRight,
  leave: signOut,
  pair: linkBold,
  network: wifiHigh,
  'no-network': cloudSlash,
  good: checkCircle,
  attention: warningFill,
  fault: xCircle,
  queue: cloudArrowUp,
  data: database,
  about: info,
};

export type PictogramName = ServicePictogram | keyof typeof own;

const drawings: Readonly<Record<PictogramName, string>> = { ...services, ...own };

/** The path in a drawing of the icon set Phosphor; each drawing has one path, in a box of 256. */
function pathOf(drawing: string): string {
  const path = / d="([^"]+)"/.exec(drawing)?.[1];
  if (path === undefined) throw new Error('the pictogram has no path');
  return path;
}

export const isServicePictogram = (name: string): name is ServicePictogram => Object.hasOwn(services, name);

/** Pictograms that show a direction of reading; they are mirrored in right-to-left languages. */
const TURNING: ReadonlySet<PictogramName> = new Set(['back', 'enter', 'send', 'again', 'leave', 'walking']);

/**
 * A drawing beside words, never instead of them; hidden from screen readers. `gives`: the step at which `fitFrame` drops the drawing if the
 * screen has no room.
 */
export function Pictogram({ name, gives }: { name: PictogramName; gives?: number }) {
  return (
    <svg
      class="pictogram"
      data-gives={gives}
      data-turns={TURNING.has(name) || undefined}
      viewBox="0 0 256 256"
      aria-hidden="true"
    >
      <path d={pathOf(drawings[name])} />
    </svg>
  );
}
