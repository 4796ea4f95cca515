/** The known answers of the fact sheet (wechat protocol §1.6). */
export interface Vector {
  readonly name: string;
  readonly token: string;
  readonly encodingAesKey: string;
  readonly appId: string;
  readonly random: string;
  readonly timestamp: string;
  readonly nonce: string;
  /** Null where the fact sheet gives only what is in it. */
  readonly message: string | null;
  readonly encrypted: string;
  readonly signature: string;
}

const wxJava = {
  token: 'pamtest',
  encodingAesKey: 'abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG',
  appId: 'wxb11529c136998cb6',
};

/** The last character of this key has bits that do not belong to the 32 bytes. */
const own = {
  token: 'QDG6eK',
  encodingAesKey: 'jWmYm7qr5nMoAUwZRjGtBxmz3KA1tkAj3ykkR6q2B2C',
  appId: 'wx5823bf96d3bd56c7',
  random: '0123456789abcdef',
  timestamp: '1413192605',
  nonce: 'nonce-0001',
};

/** Over token, time stamp and nonce of V3 to V5. */
export const OWN_ORIGIN = '6de3bcb26b280234346df83f612084f9bbbbeb25';

export const V1: Vector = {
  name: 'V1',
  ...wxJava,
  random: 'aaaabbbbccccdddd',
  timestamp: '1409304348',
  nonce: 'xxxxxx',
  message: '我是中文abcd123',
  encrypted: 'jn1L23DB+6ELqJ+6bruv21Y6MD7KeIfP82D6gU39rmkgczbWwt5+3bnyg5K55bgVtVzd832WzZGMhkP72vVOfg==',
  signature: '82c962d39941aa48552f90ef55aa323dc620cc10',
};

/** Its padding is longer than the cipher's block, which customary unpadding refuses. */
export const V2: Vector = {
  name: 'V2',
  ...wxJava,
  random: 'd43123b161a4ba84',
  timestamp: '1458300676',
  nonce: '260774613',
  message: null,
  encrypted:
    'rTNFcsut4LfGuAFKEUVVpwcaCOTJzOd9twZdIW910jb3k+iicx2uvhttIZ3Qg9Qgty3BEF2xbOrz6boTfb30dMomcgrkTqdFPwnhqbk+kIQ7rZiwny9D7NUrTgA5kpX3KsZvrXzUZyP2x9YOlxbgm572lmxKvM7HAQQhIQ/p6HBmoY30bGXFK0BtIu1pW9TjhOYrLQoU18nWYjWqDA1ynkmOytpv7QRI1P1+0NoxL0q2zO1DgeSvnE8CZGo/o5Ap/WHK5W2RAsinpzN4/LjPnmB6U01I5XCoJoC0GK/yMZycd2Oh8Nq6+wBkC1U85oy0ktOY4nLvsQMLrourmMGdZHuTbqpeJ8Ao/5PRYJ+WBvRUwPfGKBL2+2IKZF49vAJqkcGWSHGE76ZN2erXeuNazf/o9o3lIE3q739o4c8t9QGPe31GT2Go/rOz1BsrASwvauNulCh+++yz+CQzBIuikA==',
  signature: '4f3ad57b6989f09f4eb392acce4f9e93942ed890',
};

export const V3: Vector = {
  name: 'V3',
  ...own,
  message:
    '<xml><AppId><![CDATA[wx5823bf96d3bd56c7]]></AppId><CreateTime>1413192605</CreateTime><InfoType><![CDATA[component_verify_ticket]]></InfoType><ComponentVerifyTicket><![CDATA[ticket@@@fake-ticket-001]]></ComponentVerifyTicket></xml>',
  encrypted:
    'sKqRbbiSUnDhFHOvPjtUMel+eEy2EDQLxQjgUwwYzax7JZI9HNZJAPRQ73JjSd/sVJknzinBWwP9U8HaPvC08lwbwcN/hI4ocTfd4EyuqHHLSo3nDHzzw+hxv6QO4KoVonSWhhiR0STfALaZSmb5rpxgA6SxuAuipJn9hwOo/SvAJYStT8KAoaUEeyvt6mcIUZrNC2oNLkQefG9ssj+6ehE6Scf0d1J4xh2/lpqM4SemhUurLzfpQrJDp4rdQW4CY9PLrzyhPE/Dr17IVYn/NL5La+Yz3LhAOK+TwglLxbIB+HcMjFRfyjNEx7GPpB3gjcUbyONZb4wt7FYXZJYvMvnWe7AjyrM0M99QeeaIdYCV7e2ANN7q/s02IEQfzOX3',
  signature: '5824ddcd11a81a77db40dccea50923db62bbb66f',
};

export const V4: Vector = {
  name: 'V4',
  ...own,
  message:
    '<xml><ToUserName><![CDATA[oFan]]></ToUserName><FromUserName><![CDATA[gh_3c884a361561]]></FromUserName><CreateTime>1413192605</CreateTime><MsgType><![CDATA[text]]></MsgType><Content><![CDATA[TESTCOMPONENT_MSG_TYPE_TEXT_callback]]></Content></xml>',
  encrypted:
    'sKqRbbiSUnDhFHOvPjtUMVV2viKuY5tnLwO0Mc//z6PrhSK+StSujyhxHPmA3vdwuoyE0cWVdp+UrnyNXcFADneehzkegRyAWSI5DfW76nKqGN8jmhlodu8Izu7Fsf2p0DIK3vasPbwvrrcvfI6qWl6ELKXJh60jYPDndpgDyub5JsZHnLRqSpLPX1Ac+CxfJW9CK6F/Ucch2MpBj/2aeFgi6zbgFzCFe7Td27kkDWzOx3LM3l8UdYTYmbxzT/lyWNQVR3XdkW+ssuHD7E8hi0/xij8tIIRsaz7D7EsStbS/LjvZqGZpm7VpYp4vQA287XetvtvRZkller5GqEqSZ8hYxXhf+w/Pfzi2VdlBaZBXfi1GuUts8fEg6iPS818h',
  signature: 'e203e3fae50da69048844eddb0a33595f3d94a2f',
};

/** Its text fills the blocks, so that a whole one of padding follows. */
export const V5: Vector = {
  name: 'V5',
  ...own,
  message: 'a'.repeat(26),
  encrypted:
    'sKqRbbiSUnDhFHOvPjtUMS1Nd7fI/rcjsVC1btvu0fmrCwNN39ALC5WIhyzhiSe/DJmXnNV7eRA2j6lJACJANf5Uwcqjd6aUyfMJBUYulBZJHjfzchd14r1SiKn7O/aK',
  signature: 'a690e6a722b5eeec6e3eb21dc1de1d86445cfe5f',
};
