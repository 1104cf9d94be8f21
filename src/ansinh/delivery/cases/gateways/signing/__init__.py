"""Where signing keys are: in a token or HSM (PKCS#11), with a remote signing service, or, to try things, in a file of our own."""
