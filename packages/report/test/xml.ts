import { DOMParser, type Document, type Element } from '@xmldom/xmldom';

/** Parses strictly: anything that is not well-formed XML throws. */
export function parseXml(text: string): Document {
  const parser = new DOMParser({
    onError: (level, message) => {
      // U+FFFD stands, on purpose, for what XML can't carry.
      if (message.startsWith('Unicode replacement character')) return;
      throw new Error(`${level}: ${message}`);
    },
  });
  return parser.parseFromString(text, 'text/xml');
}

/** Parses a page, which is written so that it is XML too. */
export function parsePage(page: string): Document {
  return parseXml(page.replace(/^<!doctype html>\n/, ''));
}

export function elements(root: Document | Element, name: string): Element[] {
  return [...root.getElementsByTagName(name)];
}

/** Its text as a reader sees it, on one line. */
export function textOf(root: Document | Element): string {
  const element = 'documentElement' in root ? root.documentElement : root;
  return (element?.textContent ?? '').replace(/\s+/g, ' ').trim();
}

/** The texts that a figure draws, without its title and description. */
export function drawnTexts(svg: string): string[] {
  return elements(parseXml(svg), 'text').map((text) => text.textContent ?? '');
}

/** Every attribute of every element. */
export function attributes(root: Document | Element): { element: string; name: string; value: string }[] {
  return elements(root, '*').flatMap((element) =>
    [...element.attributes].map(({ name, value }) => ({ element: element.tagName, name, value })),
  );
}
