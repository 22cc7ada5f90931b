"""Ways a link reaches its customer, one module each: a list or sheet handed out, a mail. Knows no answer."""
