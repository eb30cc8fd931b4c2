#!/bin/sh
# GIT_ASKPASS: Git asks here for a name and a token, so that neither is in an address, on a command line or in .git/config.
# Both are files of a mounted Secret, in the folder that ISTHMUS_GIT_CREDENTIALS names.
folder=${ISTHMUS_GIT_CREDENTIALS:-/var/run/secrets/isthmus/git}
case $1 in
  Username*) cat "$folder/username" ;;
  Password*) cat "$folder/token" ;;
  *) exit 1 ;;
esac
