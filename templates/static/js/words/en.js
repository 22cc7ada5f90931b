// The 2,048 English words a receipt is shown in.
export { wordlist as words } from "@scure/bip39/wordlists/english.js";
