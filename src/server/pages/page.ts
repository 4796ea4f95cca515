import { html, type Html } from '../../web/html.js';

/** A small page of ours in the reader's language. */
export function page(language: 'en' | 'zh', title: string, body: Html): string {
  return html`<!doctype html>
    <html lang="${language === 'zh' ? 'zh-CN' : 'en'}">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>${title}</title>
        <style>
          body {
            font:
              17px/1.6 system-ui,
              sans-serif;
            max-width: 34rem;
            margin: 3rem auto;
            padding: 0 1rem;
            color: #1c2b22;
          }
          a.button {
            display: inline-block;
            background: #07a35a;
            color: #fff;
            padding: 0.6rem 1.4rem;
            border-radius: 0.5rem;
            text-decoration: none;
          }
          svg {
            width: 14rem;
            height: 14rem;
          }
          .quiet {
            color: #66756c;
          }
        </style>
      </head>
      <body>
        <h1>${title}</h1>
        ${body}
      </body>
    </html>`.source;
}
