// The 2,048 Chinese words a receipt is shown in.
export { wordlist as words } from "@scure/bip39/wordlists/simplified-chinese.js";
