// SPDX-License-Identifier: Apache-2.0
// Durations, sizes, times and foreign texts as people read and write them.

const MILLIS = { d: 86_400_000, h: 3_600_000, min: 60_000, s: 1_000, ms: 1 };

const SPELLINGS = {
  days: 'd', day: 'd', hours: 'h', hour: 'h', hr: 'h', mins: 'min', minutes: 'min', minute: 'min', m: 'min',
  seconds: 's', second: 's', secs: 's', sec: 's',
};

/**
 * Returns the milliseconds of a text such as "10 min", "1h30m" or "500 ms"; a number alone is
 * milliseconds. Throws an Error that describes a valid one.
 */
export function parseDuration(text) {
  const given = text.trim().toLowerCase();
  if (/^\d{1,15}$/.test(given)) {
    return Number(given);
  }
  const part = /(\d{1,15})\s*([a-z]+)\s*/y;
  let sum = 0;
  let end = 0;
  while (end < given.length) {
    part.lastIndex = end;
    const found = part.exec(given);
    const unit = found && MILLIS[SPELLINGS[found[2]] ?? found[2]];
    if (!unit) {
      throw new Error(`“${shown(text.trim())}” is no duration; write 90 s, 10 min or 1 h 30 min`);
    }
    sum += Number(found[1]) * unit;
    end = part.lastIndex;
  }
  if (given === '' || !Number.isSafeInteger(sum)) {
    throw new Error(`“${shown(text.trim())}” is no duration; write 90 s, 10 min or 1 h 30 min`);
  }
  return sum;
}

function units(millis, most) {
  let rest = Math.round(millis);
  let left = most;
  const parts = [];
  for (const [unit, size] of Object.entries(MILLIS)) {
    const count = Math.floor(rest / size);
    rest -= count * size;
    if (parts.length > 0) {
      left--;
    }
    if (count > 0 && left > 0) {
      parts.push(`${count} ${unit}`);
    }
  }
  return parts.length === 0 ? '0 ms' : parts.join(' ');
}

/** Returns a duration exactly: "1 min 30 s" for 90000; "none" below 0. */
export function duration(millis) {
  return millis < 0 ? 'none' : units(millis, 5);
}

/** Returns a duration to be looked at: "2.1 s", "45 s", "3 min 20 s". */
export function about(millis) {
  if (millis < 0) {
    return 'none';
  }
  if (millis < 1_000) {
    return `${Math.round(millis)} ms`;
  }
  return millis < 9_950 ? `${(millis / 1000).toFixed(1)} s` : units(Math.round(millis / 1000) * 1000, 2);
}

/** Returns a duration as the command line takes it: "1h30m". */
export function forCommand(millis) {
  return units(millis, 5).replace(/min/g, 'm').replace(/ /g, '');
}

/** Returns a size such as "4.5 MiB"; "none" below 0. */
export function bytes(count) {
  if (!(count >= 0)) {
    return 'none';
  }
  let size = count;
  let unit = 0;
  while (size >= 1024 && unit < 6) {
    size /= 1024;
    unit++;
  }
  return `${unit === 0 ? size : size.toFixed(1)} ${['B', 'KiB', 'MiB', 'GiB', 'TiB', 'PiB', 'EiB'][unit]}`;
}

const two = (number) => String(number).padStart(2, '0');

/** Returns the local time of epoch milliseconds, with the day if it is not today's. */
export function time(epochMillis) {
  if (!(epochMillis >= 0)) {
    return 'never';
  }
  const at = new Date(epochMillis);
  const clock = `${two(at.getHours())}:${two(at.getMinutes())}:${two(at.getSeconds())}`;
  const isToday = at.toDateString() === new Date().toDateString();
  return isToday ? clock : `${at.getFullYear()}-${two(at.getMonth() + 1)}-${two(at.getDate())} ${clock}`;
}

/**
 * Returns a foreign text with escapes for what a reader would not see, or would see elsewhere:
 * control characters, ends of lines, invisible characters, marks of direction.
 */
export function shown(text) {
  return String(text).replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/gu, (unit) =>
    /[\u200c\u200d]/.test(unit)
      ? unit
      : Array.from({ length: unit.length }, (_, i) => '\\u' + unit.charCodeAt(i).toString(16).padStart(4, '0')).join(''));
}

/** Returns whether a change of the history was made, whatever its outcome adds to that. */
export function isDone(entry) {
  return !/^(REFUSED|FAILED|WARNING)/.test(entry.outcome);
}

/** Returns "1 task", "2 tasks". */
export function counted(count, noun) {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}
