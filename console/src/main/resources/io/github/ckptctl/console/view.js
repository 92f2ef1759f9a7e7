// SPDX-License-Identifier: Apache-2.0
// Preact with templates: html`<p class=${kind}>${text}</p>` makes what its h() makes. Values become
// text, attributes or components, never markup. Each template is parsed once.
const { h, render } = globalThis.preact;
export const { useCallback, useEffect, useMemo, useRef, useState } = globalThis.preactHooks;
export { render };

const VALUE = '\0';
const parsed = new WeakMap();

/** Returns the elements of a template: one, or a list of several. */
export function html(strings, ...values) {
  let nodes = parsed.get(strings);
  if (!nodes) {
    nodes = new Parser(strings.join(VALUE)).children();
    parsed.set(strings, nodes);
  }
  const made = nodes.map((node) => make(node, values));
  return made.length === 1 ? made[0] : made;
}

/** A place for a value, by its number. */
class Place {
  constructor(index) {
    this.index = index;
  }
}

function make(node, values) {
  if (typeof node === 'string') {
    return node;
  }
  if (node instanceof Place) {
    return values[node.index];
  }
  const props = {};
  for (const [name, value] of node.props) {
    const filled = value instanceof Place ? values[value.index] : value;
    if (name === '...') {
      Object.assign(props, filled);
    } else {
      props[name] = filled;
    }
  }
  const tag = node.tag instanceof Place ? values[node.tag.index] : node.tag;
  const children = node.children.map((child) => make(child, values));
  // a component takes what is between its tags as it is: a function, for one
  return typeof tag === 'function' && children.length === 1
    ? h(tag, { ...props, children: children[0] })
    : h(tag, props, ...children);
}

class Parser {
  constructor(text) {
    this.text = text;
    this.at = 0;
    this.places = 0;
  }

  children() {
    const nodes = [];
    while (this.at < this.text.length && !this.text.startsWith('</', this.at)) {
      if (this.text[this.at] === VALUE) {
        this.at++;
        nodes.push(new Place(this.places++));
      } else if (this.text[this.at] === '<') {
        nodes.push(this.element());
      } else {
        // ends of lines between elements are layout of the source
        const run = this.take(/[^<\0]+/y).replace(/^\s*\n\s*|\s*\n\s*$/g, '');
        if (run !== '') {
          nodes.push(run);
        }
      }
    }
    return nodes;
  }

  element() {
    this.at++;
    const tag = this.place() ?? this.take(/[a-z0-9]+/y);
    const props = [];
    for (;;) {
      this.take(/\s*/y);
      if (this.skip('/>')) {
        return { tag, props, children: [] };
      }
      if (this.skip('>')) {
        const children = this.children();
        this.take(/<\/[^>]*>/y);
        return { tag, props, children };
      }
      if (this.skip('...')) {
        props.push(['...', this.place()]);
      } else {
        const name = this.take(/[A-Za-z-]+/y);
        props.push([name, this.skip('=') ? this.place() ?? this.take(/"[^"\0]*"/y).slice(1, -1) : true]);
      }
    }
  }

  place() {
    return this.skip(VALUE) ? new Place(this.places++) : null;
  }

  skip(text) {
    const isThere = this.text.startsWith(text, this.at);
    this.at += isThere ? text.length : 0;
    return isThere;
  }

  take(pattern) {
    pattern.lastIndex = this.at;
    const found = pattern.exec(this.text);
    if (!found) {
      throw new SyntaxError(`not a template: ${this.text.slice(Math.max(0, this.at - 40), this.at + 40)}`);
    }
    this.at = pattern.lastIndex;
    this.places += found[0].startsWith('</') ? found[0].split(VALUE).length - 1 : 0;
    return found[0];
  }
}
