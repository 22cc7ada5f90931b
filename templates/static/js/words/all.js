// Every list a receipt may be typed in, as maps from word to value.

import { wordlist as english } from "@scure/bip39/wordlists/english.js";
import { wordlist as simplified } from "@scure/bip39/wordlists/simplified-chinese.js";
import { wordlist as traditional } from "@scure/bip39/wordlists/traditional-chinese.js";

import { valuesOf } from "../receipt.js";

export const LISTS = { zh: valuesOf(simplified, traditional), en: valuesOf(english) };
