import { DOMParser, type Document, type Element, type Node } from '@xmldom/xmldom';

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

/** Its text as a reader sees it, on one line, without figures and style sheets. */
export function textOf(root: Document | Element): string {
  const texts: string[] = [];
  const walk = (node: Node) => {
    if (node.nodeName === 'style' || node.nodeName === 'svg') return;
    if (node.nodeType === node.TEXT_NODE) texts.push(node.nodeValue ?? '');
    for (let child = node.firstChild; child; child = child.nextSibling) walk(child);
  };
  walk(root);
  return texts.join(' ').replace(/\s+/g, ' ').trim();
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
