import type { LiveButton } from './menu.js';
import type { XmlElement } from './xml.js';

/** Something that a resident does without writing. */
export interface ResidentEvent {
  /** `subscribe`, `unsubscribe`, `SCAN`, `LOCATION`, `CLICK`, `VIEW`, … in WeChat's own case. */
  readonly event: string;
  readonly eventKey?: string | undefined;
  /** Further elements of the event. */
  readonly elements?: readonly XmlElement[] | undefined;
}

/** What tapping a button tells the platform (wechat protocol §7.1); null when WeChat shows something by itself. */
export function eventOfTap({ type = '', key, url, pagepath }: LiveButton): ResidentEvent | null {
  switch (type) {
    case 'click':
      return { event: 'CLICK', eventKey: key };
    case 'view':
      return { event: 'VIEW', eventKey: url, elements: [['MenuId', MENU_ID]] };
    case 'miniprogram':
      return { event: 'view_miniprogram', eventKey: pagepath, elements: [['MenuId', MENU_ID]] };
    case 'scancode_push':
    case 'scancode_waitmsg':
      return { event: type, eventKey: key, elements: [['ScanCodeInfo', SCANNED]] };
    case 'pic_sysphoto':
    case 'pic_photo_or_album':
    case 'pic_weixin':
      return { event: type, eventKey: key, elements: [['SendPicsInfo', PICTURES]] };
    case 'location_select':
      return { event: type, eventKey: key, elements: [['SendLocationInfo', PLACE]] };
    default:
      return null;
  }
}

const MENU_ID = '400000001';

const SCANNED = [
  ['ScanType', 'qrcode'],
  ['ScanResult', 'https://example.com/door/1'],
] as const;

const PICTURES = [
  ['Count', 1],
  ['PicList', [['item', [['PicMd5Sum', '1b5f7c23b5bf75682a53e7b6d163e185']]]]],
] as const;

const PLACE = [
  ['Location_X', '23'],
  ['Location_Y', '113'],
  ['Scale', '15'],
  ['Label', '小区东门'],
  ['Poiname', ''],
] as const;
