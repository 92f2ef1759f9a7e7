// SPDX-License-Identifier: Apache-2.0
// Data that is read again and again while the page is in sight.
import { useEffect, useRef, useState } from './view.js';

const LONGEST_WAIT = 15_000;

/**
 * Reads with `load` every `interval(data)` milliseconds, one request at a time; not at all while
 * the page is hidden. After a failure it waits longer each time; the last data stay.
 *
 * Returns data, when they came (`at`), the error of the last attempt with `lostAt` and `retryAt`,
 * and `refresh()`. A new `key` starts again with no data; an empty one reads nothing.
 */
export function usePolled(key, load, interval) {
  const [state, setState] = useState({ key });
  const [round, setRound] = useState(0);
  const calls = useRef();
  calls.current = { load, interval };

  useEffect(() => {
    if (!key) {
      return undefined;
    }
    let timer;
    let over = false;
    let busy = false;
    let failures = 0;

    async function tick() {
      clearTimeout(timer);
      if (over || busy || document.hidden) {
        return;
      }
      busy = true;
      let wait;
      try {
        const data = await calls.current.load();
        failures = 0;
        wait = calls.current.interval(data);
        if (!over) {
          setState({ key, data, at: Date.now() });
        }
      } catch (error) {
        failures++;
        wait = Math.min(1_000 * 2 ** (failures - 1), LONGEST_WAIT);
        if (!over) {
          setState((before) => ({
            ...(before.key === key ? before : { key }),
            error,
            lostAt: (before.key === key && before.lostAt) || Date.now(),
            retryAt: Date.now() + wait,
          }));
        }
      }
      busy = false;
      if (!over) {
        timer = setTimeout(tick, wait);
      }
    }

    document.addEventListener('visibilitychange', tick);
    tick();
    return () => {
      over = true;
      clearTimeout(timer);
      document.removeEventListener('visibilitychange', tick);
    };
  }, [key, round]);

  return { ...(state.key === key ? state : { key }), refresh: () => setRound((n) => n + 1) };
}

/** Renders again every second while `on`, for what counts down. */
export function useSeconds(on) {
  const [, setNow] = useState(0);
  useEffect(() => {
    if (!on) {
      return undefined;
    }
    const timer = setInterval(() => setNow(Date.now()), 1_000);
    return () => clearInterval(timer);
  }, [on]);
}
